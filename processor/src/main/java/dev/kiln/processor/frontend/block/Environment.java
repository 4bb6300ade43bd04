package dev.kiln.processor.frontend.block;

import dev.kiln.graph.Value;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local variables in scope, in order of declaration, each with its value at this point. */
public final class Environment {
  /**
   * A local variable.
   *
   * @param type the declared type; for tensors and records the type of the value at hand counts
   * @param shape what {@code @Shape} says of the values that it takes, where there is one
   * @param constant whether it is {@code @NoGradient}
   * @param boxed whether Java has a reference to an object in it, where the value is a number
   */
  public record Local(
      ValueType type, Value value, Optional<TensorType> shape, boolean constant, boolean boxed) {}

  /** A size that has a name in {@code @Shape} since there were {@code from} variables. */
  private record NamedSize(Dim size, int from) {}

  private final Map<String, Local> locals;
  private final Map<String, NamedSize> sizes;

  Environment() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private Environment(Map<String, Local> locals, Map<String, NamedSize> sizes) {
    this.locals = locals;
    this.sizes = sizes;
  }

  Environment copy() {
    return new Environment(new LinkedHashMap<>(locals), new LinkedHashMap<>(sizes));
  }

  /** What names in {@code @Shape} stand for. */
  public Map<String, Dim> sizes() {
    Map<String, Dim> named = new LinkedHashMap<>();
    sizes.forEach((name, each) -> named.put(name, each.size()));
    return named;
  }

  /** Gives names what they stand for in the whole function. */
  public void nameSizes(Map<String, Dim> named) {
    named.forEach((name, size) -> sizes.putIfAbsent(name, new NamedSize(size, -1)));
  }

  /** Gives new names what they stand for until the variables from here on are left. */
  public void nameSizesHere(Map<String, Dim> named) {
    named.forEach((name, size) -> sizes.putIfAbsent(name, new NamedSize(size, size())));
  }

  public boolean has(String name) {
    return locals.containsKey(name);
  }

  public Local get(String name) {
    return locals.get(name);
  }

  public Value value(String name) {
    return locals.get(name).value();
  }

  public void declare(String name, ValueType type, Value value) {
    declare(name, type, value, false);
  }

  public void declare(String name, ValueType type, Value value, boolean constant) {
    locals.remove(name);
    locals.put(name, new Local(type, value, Optional.empty(), constant, false));
  }

  /** Notes the shape that all values of a variable have. */
  public void shape(String name, TensorType shape) {
    Local local = locals.get(name);
    locals.put(
        name,
        new Local(
            local.type(), local.value(), Optional.of(shape), local.constant(), local.boxed()));
  }

  /** Notes that Java has a reference in a variable, of whatever type. */
  public void box(String name) {
    Local local = locals.get(name);
    locals.put(name, new Local(local.type(), local.value(), local.shape(), local.constant(), true));
  }

  public void assign(String name, Value value) {
    Local local = locals.get(name);
    locals.put(
        name, new Local(local.type(), value, local.shape(), local.constant(), local.boxed()));
  }

  /** The values of {@code names}. */
  public List<Value> values(Collection<String> names) {
    return names.stream().map(this::value).toList();
  }

  /** Gives {@code names} new values. */
  public void assignAll(List<String> names, List<Value> values) {
    for (int i = 0; i < names.size(); i++) {
      assign(names.get(i), values.get(i));
    }
  }

  /** Those of {@code names} that are variables here, in order of declaration. */
  public List<String> inScope(Collection<String> names) {
    return locals.keySet().stream().filter(names::contains).toList();
  }

  /** Forgets what was declared since there were {@code size} variables. */
  public void leave(int size) {
    List<String> names = new ArrayList<>(locals.keySet());
    names.subList(size, names.size()).forEach(locals::remove);
    sizes.values().removeIf(each -> each.from() >= size);
  }

  /** Forgets all variables, and returns them. */
  public Environment leaveAll() {
    Environment all = copy();
    locals.clear();
    sizes.clear();
    return all;
  }

  /** Has the variables of another environment. */
  public void become(Environment other) {
    locals.clear();
    locals.putAll(other.locals);
    sizes.clear();
    sizes.putAll(other.sizes);
  }

  public int size() {
    return locals.size();
  }
}
