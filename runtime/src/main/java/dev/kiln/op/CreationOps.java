package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRule;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tensors made from nothing: attribute {@code dtype}, and {@code dims} or {@code size}. */
public final class CreationOps {
  private CreationOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Creation";
  private static final OpDefinition.AttributeSpec DTYPE =
      new OpDefinition.AttributeSpec("dtype", Attribute.ElementType.class);
  private static final OpDefinition.AttributeSpec DIMS =
      new OpDefinition.AttributeSpec("dims", Attribute.Dims.class);

  public static final OpDefinition ZEROS =
      new OpDefinition(
              "zeros",
              0,
              List.of(DTYPE, DIMS),
              Effect.PURE,
              (a, t) -> Optional.of(new TensorType(a.dtype("dtype"), a.dims("dims"))),
              new Evaluation.OnTensors(
                  (a, x) -> Creation.zeros(a.dtype("dtype"), LayoutOps.sizes(a))),
              new Emission.Call(KERNELS, "zeros", List.of("dtype", "dims")),
              vjp(),
              filled("zeros", null))
          .with(Trait.ZERO, Trait.NEW_ELEMENTS);

  /**
   * The number in attribute {@code value}, a double or long, converted to the dtype, everywhere.
   */
  public static final OpDefinition FULL =
      new OpDefinition(
              "full",
              0,
              List.of(DTYPE, new OpDefinition.AttributeSpec("value", Attribute.Number.class), DIMS),
              Effect.PURE,
              (a, t) -> {
                boolean whole = number(a).dtype() == DType.INT64;
                boolean exact = whole && a.dtype("dtype") == DType.INT64;
                if (!exact && !JavaNumbers.fits(a.dtype("dtype"), value(a))) {
                  throw new TypeMismatchException(
                      0,
                      "full: the number " + value(a) + " does not fit dtype " + a.dtype("dtype"));
                }
                return Optional.of(new TensorType(a.dtype("dtype"), a.dims("dims")));
              },
              new Evaluation.OnTensors(
                  (a, x) ->
                      number(a).dtype() == DType.INT64
                          ? Creation.full(a.dtype("dtype"), number(a).bits(), LayoutOps.sizes(a))
                          : Creation.full(a.dtype("dtype"), value(a), LayoutOps.sizes(a))),
              new Emission.Call(KERNELS, "full", List.of("dtype", "value", "dims")),
              vjp(),
              ones())
          .with(Trait.NEW_ELEMENTS);

  /** Ones on the diagonal; attribute {@code size} is the rows, and the columns if they differ. */
  public static final OpDefinition EYE =
      sized("eye", new Spelling.VariadicAttribute("size", Attribute.Dims.class));

  public static final OpDefinition ARANGE =
      sized("arange", new Spelling.AttributeArgument("size", Attribute.Dims.class));

  /** From {@code start} on in steps, before {@code end}; ONNX Range. */
  public static final OpDefinition RANGE =
      spaced(
          "range",
          "arange",
          Attribute.Number.class,
          (a, t) -> {
            DType dtype = a.dtype("dtype");
            double start = value(a, "start");
            double end = value(a, "end");
            double step = value(a, "step");
            if (dtype == DType.BOOL
                || !JavaNumbers.fits(dtype, start)
                || !JavaNumbers.fits(dtype, step)) {
              throw new TypeMismatchException(
                  0, "arange from " + start + " in steps of " + step + " does not fit " + dtype);
            }
            double size = Creation.rangeSize(start, end, step);
            if (!(size <= Integer.MAX_VALUE)) {
              throw new TypeMismatchException(
                  0, "arange from " + start + " to " + end + " in steps of " + step);
            }
            return Optional.of(new TensorType(dtype, List.of(Dim.of((long) size))));
          });

  /** {@code size} floating-point numbers from {@code start} to {@code end}, both included. */
  public static final OpDefinition LINSPACE =
      spaced(
          "linspace",
          "linspace",
          Attribute.Dims.class,
          (a, t) -> {
            if (!a.dtype("dtype").isFloating()) {
              throw new TypeMismatchException(0, "linspace of dtype " + a.dtype("dtype"));
            }
            return Optional.of(new TensorType(a.dtype("dtype"), a.dims("size")));
          });

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(ZEROS, FULL, EYE, ARANGE, RANGE, LINSPACE);

  private static Attribute.Number number(Attributes attributes) {
    return (Attribute.Number) attributes.get("value");
  }

  private static double value(Attributes attributes) {
    return value(attributes, "value");
  }

  private static double value(Attributes attributes, String name) {
    Attribute.Number number = (Attribute.Number) attributes.get(name);
    return number.dtype() == DType.INT64 ? number.bits() : Bits.toDouble(number.bits());
  }

  private static OpDefinition sized(String name, Spelling.Argument size) {
    boolean matrix = name.equals("eye");
    return new OpDefinition(
        name,
        0,
        List.of(DTYPE, new OpDefinition.AttributeSpec("size", Attribute.Dims.class)),
        Effect.PURE,
        (a, t) -> {
          var dims = new ArrayList<>(a.dims("size"));
          if (!matrix && a.dtype("dtype") == DType.BOOL) {
            throw new TypeMismatchException(0, "arange of bool");
          }
          if (matrix && dims.size() == 1) {
            dims.add(dims.get(0));
          }
          if (dims.size() != (matrix ? 2 : 1)) {
            throw new TypeMismatchException(0, name + " of sizes " + dims);
          }
          return Optional.of(new TensorType(a.dtype("dtype"), dims));
        },
        new Evaluation.OnTensors(
            (a, x) -> {
              int[] sizes = LayoutOps.sizes(a, "size");
              return matrix
                  ? Creation.eye(a.dtype("dtype"), sizes)
                  : Creation.arange(a.dtype("dtype"), sizes[0]);
            }),
        new Emission.Call(KERNELS, name, List.of("dtype", "size")),
        vjp(),
        List.of(
            new Spelling(
                Spelling.TENSOR,
                name,
                true,
                List.of(
                    new Spelling.AttributeArgument("dtype", Attribute.ElementType.class), size))));
  }

  /** Numbers at equal distances; the last argument says how many there are. */
  private static OpDefinition spaced(
      String name, String method, Class<? extends Attribute> last, TypeRule type) {
    String size = name.equals("range") ? "step" : "size";
    return new OpDefinition(
        name,
        0,
        List.of(
            DTYPE,
            new OpDefinition.AttributeSpec("start", Attribute.Number.class),
            new OpDefinition.AttributeSpec("end", Attribute.Number.class),
            new OpDefinition.AttributeSpec(size, last)),
        Effect.PURE,
        type,
        new Evaluation.OnTensors(
            (a, x) -> {
              DType dtype = a.dtype("dtype");
              double start = value(a, "start");
              double end = value(a, "end");
              return name.equals("range")
                  ? Creation.range(dtype, start, end, value(a, "step"))
                  : Creation.linspace(dtype, start, end, LayoutOps.sizes(a, "size")[0]);
            }),
        new Emission.Call(KERNELS, name, List.of("dtype", "start", "end", size)),
        vjp(),
        List.of(
            new Spelling(
                Spelling.TENSOR,
                method,
                true,
                List.of(
                    new Spelling.AttributeArgument("dtype", Attribute.ElementType.class),
                    new Spelling.AttributeArgument("start", Attribute.Number.class),
                    new Spelling.AttributeArgument("end", Attribute.Number.class),
                    new Spelling.AttributeArgument(size, last)))));
  }

  /** {@code Tensor.zeros(dtype, 2, 3)} and {@code Tensor.zeros(2, 3)}, which is float32. */
  private static List<Spelling> filled(String method, Spelling.Argument value) {
    List<Spelling> spellings = new ArrayList<>();
    List<Spelling.Argument> dtypes =
        List.of(
            new Spelling.AttributeArgument("dtype", Attribute.ElementType.class),
            new Spelling.FixedAttribute("dtype", new Attribute.ElementType(DType.FLOAT32)));
    for (Spelling.Argument dtype : dtypes) {
      List<Spelling.Argument> arguments = new ArrayList<>(List.of(dtype));
      if (value != null) {
        arguments.add(value);
      }
      arguments.add(new Spelling.VariadicAttribute("dims", Attribute.Dims.class));
      spellings.add(new Spelling(Spelling.TENSOR, method, true, arguments));
    }
    return spellings;
  }

  private static List<Spelling> ones() {
    Attribute one = new Attribute.Number(DType.FLOAT64, Bits.of(1.0));
    List<Spelling> spellings =
        new ArrayList<>(filled("ones", new Spelling.FixedAttribute("value", one)));
    spellings.addAll(
        filled("full", new Spelling.AttributeArgument("value", Attribute.Number.class)));
    return spellings;
  }
}
