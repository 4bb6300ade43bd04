package dev.kiln.processor.diagnostic;

import java.util.List;
import java.util.Optional;

/**
 * What to write instead of a certain thing that is refused: the table of advice that is more
 * precise than that of the code, which {@code docs/diagnostics.md} repeats.
 */
public enum Alternative {
  PRINTING(
      Code.UNKNOWN_CALL,
      "leave it out: a compute method has no effects; print what it returns where it is called",
      "java.lang.System.out.*",
      "java.lang.System.err.*",
      "java.io.PrintStream.*",
      "java.util.logging.*"),
  SET_ALL(
      Code.UNKNOWN_CALL,
      "write a loop: for (int i = 0; i < a.length; i++) { a[i] = value; }",
      "java.util.Arrays.setAll",
      "java.util.Arrays.parallelSetAll"),
  HASH_CODE(
      Code.UNKNOWN_CALL,
      "compute with the numbers themselves: hash codes are not supported",
      "java.util.Objects.hash",
      "java.util.Objects.hashCode",
      "java.util.Arrays.hashCode",
      "java.util.Arrays.deepHashCode",
      "java.lang.Double.hashCode",
      "java.lang.Float.hashCode",
      "java.lang.Integer.hashCode",
      "java.lang.Long.hashCode",
      "java.lang.System.identityHashCode"),
  EXTREMUM(
      Code.UNKNOWN_CALL,
      "write a loop over an array, with best = Math.max(best, a[i])",
      "java.util.Collections.max",
      "java.util.Collections.min"),
  STREAM(
      Code.UNKNOWN_CALL, "write a loop over the array", "java.util.Arrays.*", "java.util.stream.*"),
  COLLECTION(
      Code.UNKNOWN_CALL,
      "use an array: a[i] reads an element, a.length is the size, and a for loop goes over it",
      "java.util.List.*",
      "java.util.ArrayList.*",
      "java.util.Collection.*",
      "java.util.Collections.*",
      "java.util.Set.*",
      "java.util.Map.*"),
  CLAMP(
      Code.UNKNOWN_CALL,
      "write Math.max(low, Math.min(high, x))",
      "java.lang.Math.clamp",
      "java.lang.StrictMath.clamp"),
  RANDOM(
      Code.UNKNOWN_CALL,
      "pass the random numbers as an argument",
      "java.lang.Math.random",
      "java.util.Random.*",
      "java.util.SplittableRandom.*",
      "java.util.random.*",
      "java.util.concurrent.ThreadLocalRandom.*",
      "dev.kiln.tensor.Tensor.normal",
      "dev.kiln.tensor.Tensor.uniform"),
  RANDOM_KEY(
      Code.UNKNOWN_CALL,
      "pass the key as an argument; Random.foldIn makes others of it",
      "dev.kiln.nn.Random.key"),
  TENSOR_OF_NUMBERS(
      Code.UNKNOWN_CALL,
      "make it outside, in a field with @Shape or as an argument; Tensor.full, arange and stack may"
          + " be called in compute methods",
      "dev.kiln.tensor.Tensor.of"),
  TIME(
      Code.UNKNOWN_CALL,
      "pass the time as an argument",
      "java.lang.System.nanoTime",
      "java.lang.System.currentTimeMillis",
      "java.time.*"),
  BOXING(
      Code.UNKNOWN_CALL,
      "leave it out: use the number as it is",
      "java.lang.Double.valueOf",
      "java.lang.Float.valueOf",
      "java.lang.Integer.valueOf",
      "java.lang.Long.valueOf",
      "java.lang.Boolean.valueOf",
      "java.lang.Character.valueOf"),
  NUMBERS(
      Code.UNKNOWN_CALL,
      "compute it with operators, or pass it as an argument",
      "java.lang.Double.*",
      "java.lang.Float.*",
      "java.lang.Integer.*",
      "java.lang.Long.*",
      "java.lang.Character.*",
      "java.lang.Boolean.*"),
  TEXT(
      Code.UNKNOWN_CALL,
      "compute with numbers: strings are supported only in messages of exceptions",
      "java.lang.String.*",
      "java.lang.StringBuilder.*"),
  BIG_NUMBER_CALL(
      Code.UNKNOWN_CALL,
      "compute with double or long",
      "java.math.BigDecimal.*",
      "java.math.BigInteger.*"),
  OPTIONAL_CALL(
      Code.UNKNOWN_CALL,
      "use a value, and a boolean that says whether it is there",
      "java.util.Optional.*",
      "java.util.OptionalDouble.*",
      "java.util.OptionalInt.*",
      "java.util.OptionalLong.*"),
  EQUAL_OBJECTS(
      Code.UNKNOWN_CALL,
      "compare numbers and constants with ==, and arrays with Arrays.equals",
      "java.util.Objects.equals",
      "java.util.Objects.deepEquals",
      "java.util.Objects.compare"),
  NON_NULL(
      Code.UNKNOWN_CALL,
      "write Objects.requireNonNull(x) or requireNonNull(x, \"x\"), or compare with null",
      "java.util.Objects.*"),
  THREADS(
      Code.UNKNOWN_CALL,
      "leave it out: a compute method has no effects, and runs in the thread that calls it",
      "java.lang.Thread.*",
      "java.util.concurrent.*",
      "java.lang.System.gc"),
  ELEMENTS_OF_TENSOR(
      Code.UNKNOWN_CALL,
      "use tensors: get(i) returns a part, and toDouble() the number of a scalar",
      "dev.kiln.tensor.Tensor.getDouble",
      "dev.kiln.tensor.Tensor.getFloat",
      "dev.kiln.tensor.Tensor.getInt",
      "dev.kiln.tensor.Tensor.getLong",
      "dev.kiln.tensor.Tensor.getBoolean",
      "dev.kiln.tensor.Tensor.toDoubleArray",
      "dev.kiln.tensor.Tensor.toFloatArray",
      "dev.kiln.tensor.Tensor.toIntArray",
      "dev.kiln.tensor.Tensor.toLongArray",
      "dev.kiln.tensor.Tensor.toBooleanArray"),
  NON_ZERO(
      Code.UNKNOWN_CALL,
      "compute with a mask, as in mask.where(x, 0): the shape of the indices would depend on the"
          + " elements",
      "dev.kiln.tensor.Tensor.nonZero"),
  METHOD_OF_RECORD(
      Code.UNKNOWN_CALL,
      "compare or use the components",
      "equals, hashCode or toString of a record"),
  METHOD_OF_LIST(
      Code.UNKNOWN_CALL,
      "use get(i), size(), or a loop over the list",
      "other methods of a list of models or tensors"),
  METHOD_OF_FUNCTION(
      Code.UNKNOWN_CALL,
      "write a lambda that does the same, as in t -> g.applyAsDouble(f.applyAsDouble(t))",
      "a default method of a functional interface"),
  METHOD_OF_ENUM(
      Code.UNKNOWN_CALL,
      "write a method of the enum that switches on this, or use ordinal()",
      "a method of an enum whose source Kiln does not see"),
  VALUE_OF_ENUM(Code.UNKNOWN_CALL, "name the constant, as in Mode.FAST", "valueOf of an enum"),
  HELPER_OF_LIBRARY(
      Code.UNKNOWN_CALL,
      "give it arguments and code that a compute method may have, with @Shape on its tensors, and"
          + " compile the library with this version of Kiln; or write the method in the model",
      "a static method of a library's model that has no graph"),
  OTHER_ARGUMENTS(
      Code.UNKNOWN_CALL,
      "pass arguments of exactly the parameter types: primitives for primitives, and an array for a"
          + " variable number of arguments",
      "a method with generic or boxed parameters or a variable number of them"),
  OTHER_ARGUMENTS_OF_OPERATION(
      Code.UNKNOWN_CALL,
      "pass the arguments that the table of operations shows",
      "an operation with other arguments"),

  OTHER_ARGUMENTS_OF_ARRAYS(
      Code.UNKNOWN_CALL,
      "pass whole arrays, or one array and a range, with elements of one type; write a loop for"
          + " anything else",
      "a method of Arrays with other arguments"),

  STRING(
      Code.LOCAL_TYPE,
      "compute with numbers: strings are supported only in messages of exceptions",
      "java.lang.String",
      "java.lang.StringBuilder",
      "java.lang.CharSequence"),
  BOXED_INT(
      Code.LOCAL_TYPE,
      "use int",
      "java.lang.Integer",
      "java.lang.Short",
      "java.lang.Byte",
      "java.lang.Character"),
  BOXED_LONG(Code.LOCAL_TYPE, "use long", "java.lang.Long"),
  BOXED_FLOAT(Code.LOCAL_TYPE, "use float", "java.lang.Float"),
  BOXED_DOUBLE(Code.LOCAL_TYPE, "use double", "java.lang.Double"),
  BOXED_BOOLEAN(Code.LOCAL_TYPE, "use boolean", "java.lang.Boolean"),
  ANYTHING(
      Code.LOCAL_TYPE, "use the type that the value has", "java.lang.Object", "java.lang.Number"),
  BIG_NUMBER(Code.LOCAL_TYPE, "use double or long", "java.math.BigDecimal", "java.math.BigInteger"),
  LOCAL_LIST(
      Code.LOCAL_TYPE,
      "use an array of a fixed length, and a count of the elements in use",
      "java.util.List",
      "java.util.ArrayList",
      "java.util.Collection",
      "java.util.Deque",
      "java.util.ArrayDeque",
      "java.util.LinkedList",
      "java.util.Iterator"),
  LOCAL_MAP(
      Code.LOCAL_TYPE,
      "use an array with an element for each key",
      "java.util.Map",
      "java.util.HashMap",
      "java.util.TreeMap",
      "java.util.Set",
      "java.util.HashSet",
      "java.util.TreeSet"),
  OPTIONAL(
      Code.LOCAL_TYPE,
      "use a value, and a boolean that says whether it is there",
      "java.util.Optional",
      "java.util.OptionalDouble",
      "java.util.OptionalInt",
      "java.util.OptionalLong"),
  FUNCTION(Code.LOCAL_TYPE, "use a variable for each function", "java.util.function.*"),
  LOCAL_STREAM(Code.LOCAL_TYPE, "write a loop over the array", "java.util.stream.*"),
  LOCAL_RANDOM(
      Code.LOCAL_TYPE,
      "pass the random numbers as an argument",
      "java.util.Random",
      "java.util.concurrent.ThreadLocalRandom",
      "java.util.random.*",
      "java.util.SplittableRandom"),
  EXCEPTION(
      Code.LOCAL_TYPE,
      "create the exception where it is thrown: throw new IllegalArgumentException(\"..\" + value)",
      "an exception"),
  TENSORS(
      Code.LOCAL_TYPE,
      "use a variable for each, or one tensor with a further dimension",
      "dev.kiln.tensor.Tensor[]"),
  ENUM(Code.LOCAL_TYPE, "declare the enum in a class", "an enum that is declared in a method"),
  GENERIC(
      Code.LOCAL_TYPE, "write it for one type: a record of numbers, or an array", "a generic type"),
  INTERFACE(
      Code.LOCAL_TYPE,
      "use the record that implements it; for one of several, a record with the data of all and an"
          + " int that says which",
      "an interface"),
  OBJECT(Code.LOCAL_TYPE, "use a record for its data, and static methods for its code", "a class"),

  NULL_ARGUMENT(
      Code.EXPRESSION,
      "leave it out: a record argument that is null throws a NullPointerException when the method"
          + " begins; pass a boolean beside it, or an array of one record, whose element may be"
          + " null",
      "a null test of a record argument"),
  NULL_TEST(
      Code.EXPRESSION,
      "leave it out: only arrays, enums and elements of arrays of records may be null",
      "a null test of a tensor, a function or a model"),
  NULL(Code.EXPRESSION, "use a value, or a boolean beside it", "null in another place"),

  OTHER_EXCEPTION(
      Code.THROW,
      "make the class static, and it and a constructor that takes nothing or a String visible in"
          + " the package of the model, or throw an IllegalStateException",
      "an exception of a class that generated code cannot make"),
  CAUSE(
      Code.THROW,
      "leave out the cause, and write the message as a string, as in \"x is \" + x",
      "an exception with a cause or with several arguments"),
  MESSAGE_VALUE(
      Code.THROW,
      "write the message as a string, as in \"x is \" + x",
      "an exception with a message that is not a string"),
  KNOWN_EXCEPTION(
      Code.THROW,
      "create it where it is thrown: throw new IllegalArgumentException(\"..\" + value)",
      "an exception that was created before");

  private final Code code;
  private final String text;
  private final List<String> things;

  Alternative(Code code, String text, String... things) {
    this.code = code;
    this.text = text;
    this.things = List.of(things);
  }

  /** The code that the advice belongs to. */
  public Code code() {
    return code;
  }

  /** What to write. */
  public String text() {
    return text;
  }

  /** Qualified names of classes or methods, {@code *} for all of a class or package, or a kind. */
  public List<String> things() {
    return things;
  }

  /** Whether the method itself is in the table, which this version of Java need not have. */
  public boolean names(CharSequence owner, String method) {
    return things.contains(owner + "." + method);
  }

  /** The advice for a method of a class. */
  public static Optional<Alternative> ofMethod(String owner, String method) {
    return of(Code.UNKNOWN_CALL, owner + "." + method);
  }

  /** The advice for a class or, with brackets, an array. */
  public static Optional<Alternative> ofType(String name) {
    return of(Code.LOCAL_TYPE, name);
  }

  private static Optional<Alternative> of(Code code, String name) {
    String key = name;
    while (true) {
      for (Alternative each : values()) {
        if (each.code == code && each.things.contains(key)) {
          return Optional.of(each);
        }
      }
      String around = key.endsWith(".*") ? key.substring(0, key.length() - 2) : key;
      int dot = around.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      key = around.substring(0, dot) + ".*";
    }
  }
}
