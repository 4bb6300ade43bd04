package dev.kiln.fuzz.run;

import dev.kiln.testkit.run.Columns;
import dev.kiln.testkit.run.Invocation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one call reads, by the names that graphs give it: the arguments, where records are taken
 * apart, and the fields of the model.
 */
public final class Inputs {
  private final LoadedProgram program;
  private final Object model;
  private final LoadedProgram.Call call;
  private final Parameter[] parameters;

  /** Array and path of what has been moved: what is shared moves once. */
  private final Map<Object, Set<String>> moved = new IdentityHashMap<>();

  private boolean hasLostSteps;

  /** Those of a call of a model. */
  public Inputs(LoadedProgram program, Object model, LoadedProgram.Call call) {
    this.program = program;
    this.model = model;
    this.call = call;
    this.parameters = program.declared(call.method()).getParameters();
  }

  /** The values by name; of arrays of records, their {@code columns}. */
  public Map<String, Object> values(Columns columns) {
    Map<String, Object> values = new LinkedHashMap<>(arguments(columns));
    values.putAll(program.stateOf(model).values());
    return values;
  }

  /** The arguments alone. */
  Map<String, Object> arguments(Columns columns) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i++) {
      Parameter parameter = parameters[i];
      values.putAll(columns.leaves(parameter.getName(), parameter.getType(), call.arguments()[i]));
    }
    return values;
  }

  /** Moves an input by {@code step * towards}, in place: arrays stay those that they are. */
  public void move(String input, Object towards, double step) {
    String[] parts = input.split("\\.", -1);
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getName().equals(parts[0])) {
        call.arguments()[i] = moved(call.arguments()[i], parts, 1, towards, step);
        return;
      }
    }
    Object holder = model;
    for (int i = 0; i < parts.length - 1; i++) {
      holder = part(holder, parts[i]);
    }
    Field last = field(holder, parts[parts.length - 1]);
    Object value = moved(read(last, holder), parts, parts.length, towards, step);
    try {
      last.set(holder, value);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  /** A field of the model, as it is there, by its path. */
  public Object field(String input) {
    Object holder = model;
    for (String part : input.split("\\.", -1)) {
      holder = part(holder, part);
    }
    return holder;
  }

  /** A field of an object, or an element of an array of models. */
  private static Object part(Object holder, String name) {
    return holder.getClass().isArray()
        ? Array.get(holder, Integer.parseInt(name))
        : read(field(holder, name), holder);
  }

  private Object moved(Object value, String[] parts, int part, Object towards, double step) {
    if (value == null) {
      return null;
    }
    if (value.getClass().isArray()) {
      String rest = String.join(".", Arrays.copyOfRange(parts, part, parts.length));
      if (moved.computeIfAbsent(value, key -> new HashSet<>()).add(rest)) {
        for (int i = 0; i < Array.getLength(value); i++) {
          Object by = Array.get(towards, i);
          Array.set(value, i, moved(Array.get(value, i), parts, part, by, step));
        }
      }
      return value;
    }
    if (value instanceof Record record && part < parts.length) {
      return with(record, parts, part, towards, step);
    }
    hasLostSteps |= Numbers.losesStep(value, towards, step);
    return Numbers.moved(value, towards, step);
  }

  /** Whether an input that has been moved is so large that rounding has taken the step. */
  public boolean haveLostSteps() {
    return hasLostSteps;
  }

  /** A record with one component moved. */
  private Object with(Record holder, String[] parts, int part, Object towards, double step) {
    RecordComponent[] components = holder.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = Invocation.of(components[i].getAccessor(), holder);
      if (components[i].getName().equals(parts[part])) {
        values[i] = moved(values[i], parts, part + 1, towards, step);
      }
    }
    return Invocation.construct(holder.getClass(), values);
  }

  private static Object read(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  private static Field field(Object holder, String name) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new LinkageError(holder.getClass() + " has no field " + name);
  }
}
