package dev.kiln.processor.frontend.block;

import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.report.DivisionWarnings;
import dev.kiln.processor.frontend.report.Problems;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.processor.frontend.type.SizeEquations;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of the values of one function, in whatever block they are.
 *
 * @param site the file of its code
 * @param sizes of nested models
 * @param constants numbers and sizes that are known now
 * @param references that {@code @NoGradient} makes constant
 * @param unknowns values that refused code gave
 * @param origins the code that values come from
 * @param tensorArrays arrays whose elements may be assigned
 * @param given what a compute method is given
 */
record Facts(
    Site site,
    SizeEquations sizes,
    Constants constants,
    ConstantReferences references,
    Unknowns unknowns,
    Origins origins,
    TensorArrays tensorArrays,
    Set<Value> given) {
  static Facts of(Site site, SizeEquations sizes, Problems problems, DivisionWarnings divisions) {
    return new Facts(
        site,
        sizes,
        new Constants(),
        new ConstantReferences(site),
        new Unknowns(problems),
        new Origins(site, divisions),
        new TensorArrays(),
        new HashSet<>());
  }
}
