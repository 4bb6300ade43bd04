package dev.kiln.processor.diagnostic;

import dev.kiln.type.ValueType;
import java.util.Arrays;

/**
 * Everything that Kiln refuses, with the text of the message. Codes are stable. {@code %s} stands
 * for what the place at hand is about.
 */
public enum Code {
  MODEL_KIND(101, "@Model cannot be on %s", "put it on a top-level or static nested class"),
  MODEL_FINAL(102, "the model class %s is final, but generated code extends it", "remove final"),
  MODEL_CONSTRUCTOR(
      103, "the model %s has no constructor that generated code can call", "make one non-private"),
  COMPUTE_MODIFIER(
      104,
      "@Compute method %s is %s, so generated code cannot override it",
      "make it a non-private, non-final instance method with a body"),
  COMPUTE_OUTSIDE_MODEL(
      105, "@Compute method %s is not in a @Model class", "annotate the class with @Model"),
  FIELD_PRIVATE(
      106, "the field %s is private, so generated code cannot read it", "make it package-private"),
  FIELD_TYPE(
      107,
      "the field %s has type %s, which compute methods cannot read",
      "use a primitive, an array of primitives, a Tensor with @Shape, or another model"),
  PARAMETER_TYPE(
      108,
      "@Parameter %s has type %s",
      "a parameter is a float, a double, an array of these of one or two dimensions, or a"
          + " floating-point Tensor with @Shape"),
  PARAMETER_MODIFIER(109, "@Parameter %s is %s", "a parameter is a non-final instance field"),
  SHAPE_MISSING(
      110,
      "the tensor %s has no @Shape",
      "annotate it, for example with @Shape(\"batch, 64\"), or @Shape(\"\") for a scalar"),
  SHAPE_SYNTAX(
      111,
      "the shape \"%s\" is malformed: %s",
      "write comma-separated sizes: numbers, names, and + - * of them"),
  SHAPE_ON_OTHER(112, "@Shape is on %s, which is not a Tensor", "remove it"),
  ARGUMENT_TYPE(
      113,
      "%s has type %s, which is outside the compiled language",
      "use int, long, float, double, boolean, Tensor, records of these, and arrays without"
          + " tensors"),
  RECORD_CUSTOM(114, "the record %s has %s", "remove it, or compute in the model"),
  DIFFERENTIABLE_WITHOUT_COMPUTE(115, "@Differentiable method %s is not @Compute", "add @Compute"),
  MODEL_CYCLE(116, "the model %s contains itself", "break the cycle"),
  GENERIC(
      117,
      "%s is generic",
      "write it for one type: only what compute methods call and use inside may be generic"),
  MODEL_ABSTRACT(
      118,
      "the model class %s is abstract",
      "remove @Model: a concrete model that extends the class inherits its parameters and compute"
          + " methods"),
  RECORD_CYCLE(119, "the record %s contains itself", "use arrays of numbers"),
  RECORD_UNSEEN(
      120,
      "the source of the record %s is not in this compilation, so its constructor may contain code",
      "declare the record next to the model"),
  METHOD_UNSEEN(
      121,
      "the source of the inherited @Compute method %s is not in this compilation",
      "compile both classes together, or override the method"),
  FIELD_INACCESSIBLE(
      122,
      "the inherited @Parameter %s of %s cannot be reached from package %s",
      "make it public, or make the class that declares it a @Model"),
  NAME_TAKEN(123, "the model %s needs a class name that is taken: %s", "rename the other class"),
  NAME_HIDDEN(
      124,
      "in the model %s, %s hides java.lang.%s, which generated code uses",
      "give it another name"),
  RECORD_PRIVATE(
      125,
      "the record %s is private, and generated code has to name it",
      "leave out private, or pass its components"),
  FIELD_HIDDEN(
      126,
      "the field %s of %s is hidden by that of %s, and a model may have only one field of that"
          + " name",
      "give one of the two another name"),
  TOO_MANY_VALUES(
      127,
      "%s would take %s values, more than Java allows (255, where a double or a long counts"
          + " twice)",
      "name fewer inputs in wrt, or put numbers into arrays or tensors"),
  MODEL_LANGUAGE(
      128,
      "the model %s is written in %s, and Kiln compiles only Java",
      "write the model in Java: %s code can create and call the compiled model as Java code does"),
  ENUM_PLACE(
      129,
      "%s has the type %s: compute methods take and return enums that are not private, and no"
          + " arrays of them nor records with them in arrays",
      "leave out private, or use an int[] of their ordinals"),
  VECTORIZED_WITHOUT_COMPUTE(130, "@Vectorized method %s is not @Compute", "add @Compute"),
  VECTORIZED_OVER(131, "@Vectorized of %s %s", "%s"),
  VECTORIZED_NAME(
      132,
      "@Vectorized of %s has %s",
      "give each a name of its own, such as name = \"ensemble\" for ensembleBatch; one may have"
          + " none"),
  MODEL_INACCESSIBLE(
      133,
      "the class %s of the model in %s cannot be named in package %s",
      "make it public, and the classes around it"),

  STATEMENT(201, "%s is outside the compiled language", "%s"),
  EXPRESSION(202, "%s is outside the compiled language", "%s"),
  UNKNOWN_CALL(
      203,
      "%s is a call of code that Kiln cannot see",
      "call methods of this model, of nested models, static methods in the same compilation or of a"
          + " library's models, Math, StrictMath, Tensor or the classes of dev.kiln.nn"),
  FIELD_WRITE(
      204,
      "%s is assigned, but a compute method has no side effects on its model",
      "return the new value"),
  STATIC_FIELD(
      205,
      "the static field %s is %s",
      "make it final and package-private or public, make it a field of the model, or pass it as an"
          + " argument"),
  LOCAL_TYPE(
      206,
      "%s is outside the compiled language",
      "use int, long, float, double, boolean, Tensor, records of these, and arrays without"
          + " tensors"),
  SWITCH_SELECTOR(207, "a switch on %s is outside the compiled language", "switch on an int"),
  THROW(
      208,
      "%s cannot be thrown from a compute method",
      "write throw new IllegalArgumentException(\"..\" + value)"),
  ASSERT_EFFECT(209, "an assert has side effects", "assign before, and assert on the result"),
  TOO_DEEP(210, "the code of %s is nested too deeply", "split it into several methods"),
  NOT_CONSTANT(
      211,
      "%s must be known at compile time",
      "use a literal, a constant, or for a size an expression of x.dim(i)"),
  RECURSION_TYPE(
      212,
      "the recursive method %s returns %s",
      "a recursive method returns a primitive, an array of primitives, or a record of these"),
  VIRTUAL_CALL(
      213,
      "%s cannot be resolved at compile time",
      "call it on a nested model whose declared type is a @Model class"),
  LIBRARY_GRAPH(
      214,
      "the graph of %s in its library cannot be read: %s",
      "compile the library with this version of Kiln"),
  NUMBER_DTYPE(
      215,
      "the number %s, an argument of %s, does not fit a tensor of dtype %s",
      "cast the tensor to a floating-point dtype first, or give a number of its dtype"),
  MESSAGE(
      216,
      "%s in a message is outside the compiled language",
      "join strings, constants of enums, numbers and booleans, as in \"x is \" + x"),
  FUNCTION_UNKNOWN(220, "%s is not known at compile time", "%s"),

  SHAPE_MISMATCH(301, "%s", ""),
  SHAPE_CHANGES(
      302, "%s has type %s here but %s elsewhere", "give it one shape and dtype on all paths"),
  SHAPE_DECLARED(303, "%s is declared as %s but is %s", "correct the @Shape or the computation"),
  SHAPE_ARGUMENT(
      304,
      "argument '%s' of %s is declared as %s, which is %s here, but is %s%s",
      "pass a tensor of that shape, or call another instance of the nested model"),
  SHAPE_UNBOUND(
      305,
      "the size %s in the type of '%s', %s, cannot be determined",
      "use the name alone as a size, or pass another tensor that does so"),

  RESULT_NOT_DIFFERENTIABLE(
      401,
      "@Differentiable method %s returns %s",
      "return a float, a double, or a Tensor with shape \"\""),
  WRT_UNKNOWN(
      402,
      "wrt names %s, which is not %s",
      "name arguments, or parameters that the method reads: %s"),
  NOT_DIFFERENTIABLE(403, "%s", ""),
  MODE_UNFIT(404, "the mode %s of @Differentiable does not fit %s, which returns %s", "%s"),
  MODE_TENSOR(
      405,
      "the mode %s of @Differentiable method %s does not support the tensor %s",
      "request JVP or VJP, or use arrays"),
  NO_GRADIENT_WRT(406, "wrt names '%s', which is @NoGradient", "remove one of the two"),
  NO_GRADIENT_MISPLACED(407, "@NoGradient is on %s", "%s"),
  NO_GRADIENT_ARRAY(
      408,
      "%s is @NoGradient, so it may only be read, but here it is %s",
      "remove @NoGradient, and take StopGradient.of(..) of the elements"),
  NO_GRADIENT_LIBRARY(
      409,
      "%s is in a library, so it cannot take a @NoGradient value",
      "take StopGradient.of(..) of what it returns"),
  CUSTOM_GRADIENT_UNFIT(
      410,
      "the @CustomGradient of %s %s",
      "put it on a method that takes and returns floating-point numbers, arrays or tensors, and"
          + " name a vjp"),
  CUSTOM_GRADIENT_UNKNOWN(
      411, "the @CustomGradient of %s names %s, which is not a method of %s", "declare %s"),
  CUSTOM_GRADIENT_SIGNATURE(412, "%s is not a %s of %s: %s", "declare %s"),
  CHECKPOINT_MISPLACED(
      413,
      "@Checkpoint is on %s",
      "put it on a variable that a for loop declares, on a local variable declared right before a"
          + " loop, or on a method with loops"),
  CHECKPOINT_COUNT(
      414,
      "%s of @Checkpoint is not a constant of at least 0",
      "write such a constant, or leave it out, and Kiln chooses"),
  DERIVATIVE_UNKNOWN(
      415,
      "%s has no derivative %s",
      "annotate its method %s with @Differentiable and the mode of that derivative"),
  DERIVATIVE_CYCLE(
      416,
      "the derivative of %s is called in code that the method itself needs",
      "write two methods, so that neither needs its own derivative"),
  DERIVATIVE_INSTANCE(
      417,
      "the model that %s is given, %s, is not %s that is known at compile time",
      "pass this, or a field that holds a nested model of that class"),
  DIFFERENTIABLE_NAME(
      418,
      "@Differentiable of %s has %s",
      "give each a name of its own, such as name = \"forces\" for forcesGradient; one may have"
          + " none"),

  PARAMETER_UNUSED(
      501, "no compute method reads the @Parameter %s", "read it, or remove the annotation"),
  GRADIENT_ZERO(
      502,
      "the result of %s does not depend on %s, so this derivative is zero",
      "name the other inputs in wrt, or use this one"),
  INTEGER_DIVISION(
      503,
      "this is a division of integers, without a fraction, in differentiable code",
      "write a number with a point, such as 2.0; if it is intended, cast the quotient"),

  NO_TREES(
      901,
      "Kiln reads the source of method bodies, which this compiler does not offer (%s)",
      "compile with javac (where IntelliJ IDEA wraps it, give its build process"
          + " -Djps.track.ap.dependencies=false), or run models eagerly without the processor"),
  INTERNAL(902, "Kiln failed on %s: %s", "please report this with the model's source"),
  UNREADABLE(
      903,
      "%s is not compiled: Kiln rejects its code as incorrect Java, although javac accepts it",
      "please report this with the method's source"),
  OPTION(904, "the option %s %s", "%s"),
  NO_GRAPH_MODULE(
      905,
      "%s cannot be generated, since kiln-graph is not on the class path",
      "add the dependency dev.kiln:kiln-graph, or, if models do not run in sessions, pass"
          + " -Akiln.graphs=none to javac");

  private final int number;
  private final String message;
  private final String advice;

  Code(int number, String message, String advice) {
    this.number = number;
    this.message = message;
    this.advice = advice;
  }

  /** The stable identifier, such as {@code KILN-201}. */
  public String id() {
    return "KILN-" + number;
  }

  /** Whether the code is legal, and only likely to be wrong. */
  public boolean isWarning() {
    return number / 100 == 5;
  }

  /** What is wrong, with {@code %s} for the particulars. */
  public String message() {
    return message;
  }

  /** What to write instead. */
  public String advice() {
    return advice;
  }

  /**
   * The whole message; types are named as Java does. An {@link Alternative} at the end takes the
   * place of the code's own advice.
   */
  public String format(Object... particulars) {
    int last = particulars.length - 1;
    boolean hasAlternative = last >= 0 && particulars[last] instanceof Alternative;
    Object[] named = Arrays.copyOf(particulars, hasAlternative ? last : particulars.length);
    String advised = hasAlternative ? ((Alternative) particulars[last]).text() : advice;
    for (int i = 0; i < named.length; i++) {
      if (named[i] instanceof ValueType type) {
        named[i] = TypeNames.of(type);
      }
    }
    String[] parts = String.format(message + "\0" + advised, named).split("\0", -1);
    String text = "[" + id() + "] " + parts[0] + ".";
    return parts[1].isEmpty() ? text : text + " Instead: " + parts[1] + ".";
  }
}
