package dev.kiln.autodiff.plan;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ArrayType;
import java.util.Optional;
import java.util.Set;

/**
 * Stores into arrays of which it is known which operation made them, such as {@code next} in {@code
 * double[] next = new double[n]; .. state = next}. What was read through a reference from before
 * the array was made was not read from it, though both references are in one class.
 */
public final class FreshArrays {
  private final FunctionStructure structure;
  private final AliasClasses classes;

  /** All memory that the function writes. */
  private final Set<Memory> written;

  public FreshArrays(FunctionStructure structure, AliasClasses classes, Set<Memory> written) {
    this.structure = structure;
    this.classes = classes;
    this.written = written;
  }

  /** What made the array into which the operation stores; empty where that is not known. */
  public Optional<Operation.Apply> madeFor(Operation store) {
    return MemoryEffects.isStore(store) ? madeAs(store.operands().get(0)) : Optional.empty();
  }

  private Optional<Operation.Apply> madeAs(Value array) {
    Optional<Operation.Apply> made = structure.application(array);
    if (made.filter(AliasClasses::makesArray).isPresent()) {
      return made;
    }
    return made.filter(each -> each.is(Trait.LOAD))
        .map(each -> each.operands().get(0))
        .filter(outer -> !written.contains(classes.memory(outer)))
        .flatMap(this::madeAs)
        .filter(FreshArrays::makesRows);
  }

  /** Whether the rows are new as well. */
  private static boolean makesRows(Operation.Apply made) {
    return made.is(Trait.SIZED)
            && ((ArrayType) made.result().type()).rank() == made.operands().size()
        || made.is(Trait.ZERO);
  }

  /**
   * Whether the reference may lead to the array that {@code made} makes, in the same execution of
   * the block: then it was defined there, after the array.
   */
  boolean mayLeadTo(Value reference, Operation.Apply made) {
    if (!AliasClasses.isReference(reference)) {
      return false;
    }
    Block block = structure.home(made.result());
    Block home = structure.home(reference);
    return structure.encloses(block, home)
        && structure.anchor(block, home, structure.index(reference))
            >= structure.index(made.result());
  }
}
