package dev.kiln.fuzz.generate;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A method that means an operation of the catalogue and takes or makes tensors. */
record TensorWay(OpDefinition operation, Spelling spelling) {
  /** All of them, by operation. */
  static final List<List<TensorWay>> ALL = all();

  private static List<List<TensorWay>> all() {
    Map<String, List<TensorWay>> ways = new LinkedHashMap<>();
    for (OpDefinition operation : Catalogue.all()) {
      for (Spelling spelling : operation.spellings()) {
        if (isOfTensors(spelling)) {
          ways.computeIfAbsent(operation.name(), key -> new ArrayList<>())
              .add(new TensorWay(operation, spelling));
        }
      }
    }
    return List.copyOf(ways.values());
  }

  private static boolean isOfTensors(Spelling spelling) {
    return spelling.owner().equals(Spelling.TENSOR)
        || spelling.arguments().stream()
            .anyMatch(
                each -> each instanceof Spelling.Operand || each instanceof Spelling.Operands);
  }

  /** The class as generated source names it. */
  String owner() {
    String owner = spelling.owner();
    return owner.equals(Spelling.TENSOR) ? "Tensor" : owner;
  }

  /**
   * What the method may mean, depending on its operands: division of integers is an operation of
   * its own.
   */
  List<OpDefinition> meanings() {
    List<OpDefinition> meanings = new ArrayList<>();
    meanings.add(operation);
    Catalogue.all().stream()
        .filter(each -> each.name().equals(operation.name() + "_integer"))
        .forEach(meanings::add);
    return meanings;
  }
}
