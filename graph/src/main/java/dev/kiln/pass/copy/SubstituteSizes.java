package dev.kiln.pass.copy;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
import java.util.List;
import java.util.Map;

/**
 * Replaces named sizes in all types and attributes of a function, and renames the functions it
 * calls. A function that is right for every size stays right for the sizes that are put in.
 */
public final class SubstituteSizes {
  private SubstituteSizes() {}

  /**
   * The function for certain sizes.
   *
   * @param name the name of the result
   * @param sizes what to put for names; other names stay
   * @param names new names of functions that are called; others stay
   */
  public static Function run(
      Function function, String name, Map<String, Dim> sizes, Map<String, String> names) {
    Function copy = new Substitution(sizes, names).copy(function);
    return new Function(
        name,
        copy.body(),
        copy.resultTypes().stream().map(type -> type.withSizes(sizes)).toList(),
        copy.rule().map(rule -> rule.renamed(each -> names.getOrDefault(each, each))));
  }

  private static final class Substitution extends GraphCopier {
    private final Map<String, Dim> sizes;
    private final Map<String, String> names;

    Substitution(Map<String, Dim> sizes, Map<String, String> names) {
      this.sizes = sizes;
      this.names = names;
    }

    @Override
    protected List<Slot> slots(Value old) {
      return List.of(new Slot(old.name(), old.type().withSizes(sizes)));
    }

    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      super.copyApply(
          new Operation.Apply(
              apply.definition(),
              attributes(apply.attributes()),
              apply.operands(),
              apply.results(),
              apply.position()),
          target);
    }

    private Attributes attributes(Attributes attributes) {
      Attributes replaced = Attributes.NONE;
      for (Map.Entry<String, Attribute> each : attributes.asMap().entrySet()) {
        replaced = replaced.with(each.getKey(), attribute(each.getValue()));
      }
      return replaced;
    }

    private Attribute attribute(Attribute attribute) {
      if (attribute instanceof Attribute.Dims dims) {
        return new Attribute.Dims(dims.dims().stream().map(dim -> dim.with(sizes)).toList());
      }
      return attribute instanceof Attribute.Type type
          ? new Attribute.Type(type.type().withSizes(sizes))
          : attribute;
    }

    @Override
    protected void copyCall(Operation.Call call, BlockBuilder target) {
      super.copyCall(
          new Operation.Call(
              names.getOrDefault(call.function(), call.function()),
              call.operands(),
              call.results(),
              call.position()),
          target);
    }
  }
}
