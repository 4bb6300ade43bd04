package dev.kiln.fuzz;

import dev.kiln.fuzz.compare.Disagreement;
import dev.kiln.fuzz.generate.Profile;
import dev.kiln.fuzz.program.Program;

/**
 * A program that shows a fault.
 *
 * @param seed the seed of the run
 * @param index the number of the program in the run
 * @param program after shrinking
 */
public record Finding(
    long seed, long index, Profile profile, Program program, Disagreement disagreement) {}
