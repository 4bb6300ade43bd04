package dev.kiln.fuzz.program;

/** A part of a program: a record, whose components are nodes, lists of nodes, or plain values. */
public interface Node {}
