package dev.kiln.processor.model;

import javax.lang.model.element.TypeElement;

/**
 * A graph of another model that a method has compiled into it. The model may be compiled anew
 * without the one that uses it, so generated code compares fingerprints.
 *
 * @param model the model that has the graph
 * @param method its method, as {@link MethodKey} names it
 * @param fingerprint of the graph
 */
public record InlinedGraph(TypeElement model, String method, long fingerprint) {}
