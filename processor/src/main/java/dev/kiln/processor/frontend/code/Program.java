package dev.kiln.processor.frontend.code;

import dev.kiln.processor.frontend.name.CompiledNames;
import dev.kiln.processor.frontend.name.MethodResolution;
import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.report.DivisionWarnings;
import dev.kiln.processor.frontend.report.Positions;
import dev.kiln.processor.frontend.report.Problems;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import dev.kiln.processor.frontend.type.LocalTypes;
import dev.kiln.processor.frontend.type.PlainRecords;
import dev.kiln.processor.frontend.type.SizeEquations;
import dev.kiln.processor.model.source.SourceAccess;

/**
 * What all functions of one graph share.
 *
 * @param sources what the compiler knows
 * @param compiled names of generated classes
 * @param members of the model
 * @param sizes of nested models
 * @param problems what is wrong
 * @param divisions warnings
 * @param labels of constructs in the graph
 * @param functions which interfaces are those of functions
 * @param lambdas the functions that are values
 * @param boxes expressions that are references in Java
 */
public record Program(
    SourceAccess sources,
    NameResolution names,
    CompiledNames compiled,
    MethodResolution methods,
    ModelMembers members,
    PlainRecords records,
    LocalTypes types,
    SizeEquations sizes,
    Positions positions,
    Problems problems,
    DivisionWarnings divisions,
    Labels labels,
    FunctionalInterfaces functions,
    Lambdas lambdas,
    Boxes boxes) {
  /** What the functions of a graph share, of which none is lowered yet. */
  public static Program of(
      SourceAccess sources, ModelMembers members, PlainRecords records, SizeEquations sizes) {
    NameResolution names = new NameResolution(sources);
    FunctionalInterfaces functions = new FunctionalInterfaces(sources, names);
    CompiledNames compiled = new CompiledNames(sources, names);
    return new Program(
        sources,
        names,
        compiled,
        new MethodResolution(sources),
        members,
        records,
        new LocalTypes(names, compiled, records, functions, members),
        sizes,
        new Positions(sources.trees()),
        new Problems(),
        new DivisionWarnings(),
        new Labels(),
        functions,
        new Lambdas(),
        new Boxes());
  }
}
