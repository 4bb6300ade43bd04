package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Node;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Gives the locals of methods other names, such as generated code uses itself. */
final class Renaming {
  private static final List<String> NAMES =
      List.of(
          "value",
          "dResult",
          "result",
          "dA",
          "workspace",
          "savedA",
          "array",
          "cotangent",
          "tangent",
          "n",
          "size",
          "d$",
          "model",
          "test",
          "enabled",
          "dValue",
          "state",
          "record");

  private final Map<String, String> names;

  private Renaming(Map<String, String> names) {
    this.names = names;
  }

  static Optional<Program> of(Program program, SplittableRandom random) {
    List<Program.ModelClass> models = new ArrayList<>();
    for (Program.ModelClass model : program.models()) {
      List<Program.Method> methods = new ArrayList<>();
      for (Program.Method method : model.methods()) {
        methods.add(renamed(method, random));
      }
      models.add(model.with(model.fields(), methods));
    }
    Program changed =
        new Program(program.name(), program.records(), List.copyOf(models), program.calls());
    return changed.equals(program) ? Optional.empty() : Optional.of(changed);
  }

  /** The parameters of compute methods keep their names, which graphs and records show. */
  private static Program.Method renamed(Program.Method method, SplittableRandom random) {
    List<String> free = new ArrayList<>(NAMES);
    Map<String, String> names = new LinkedHashMap<>();
    List<String> old = new ArrayList<>(Locals.declared(method));
    boolean isEntry = method.modifiers().contains("@Compute");
    if (!isEntry) {
      method.parameters().forEach(parameter -> old.add(parameter.name()));
    }
    for (String name : old) {
      String other = free.isEmpty() ? name + "Local" : free.remove(random.nextInt(free.size()));
      names.put(name, other);
    }
    return (Program.Method) new Renaming(names).rename(method);
  }

  private Object rename(Object part) {
    if (part instanceof Expression.Variable variable) {
      return new Expression.Variable(variable.type(), name(variable.name()));
    }
    if (part instanceof Node node) {
      Node inner = Nodes.rebuild(node, this::rename);
      if (inner instanceof Statement.Declaration each) {
        return new Statement.Declaration(
            each.type(), name(each.name()), each.value(), each.isInferred());
      }
      if (inner instanceof Statement.ForEach each) {
        return new Statement.ForEach(
            each.label(), each.type(), name(each.name()), each.array(), each.body());
      }
      return inner instanceof Program.Parameter each
          ? new Program.Parameter(each.type(), name(each.name()))
          : inner;
    }
    if (part instanceof Optional<?> optional) {
      return optional.map(this::rename);
    }
    return part instanceof List<?> list ? list.stream().map(this::rename).toList() : part;
  }

  private String name(String old) {
    return names.getOrDefault(old, old);
  }
}
