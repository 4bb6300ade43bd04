package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.matrix.Convolutions;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions of images with filters, each of whose adjoints is a convolution, too. Attribute
 * {@code geometry} is stride, padding and dilation in the rows, the same in the columns, and the
 * number of groups.
 */
public final class ConvolutionOps {
  private ConvolutionOps() {}

  private static final String KERNELS = "dev.kiln.kernel.matrix.Convolutions";
  private static final AttributeSpec GEOMETRY =
      new AttributeSpec("geometry", Attribute.Integers.class);
  private static final AttributeSpec SIZES = new AttributeSpec("dims", Attribute.Dims.class);

  /** ONNX Conv in two dimensions, without the bias. */
  public static final OpDefinition CONV_2D =
      new OpDefinition(
              "conv_2d",
              2,
              List.of(GEOMETRY),
              Effect.PURE,
              ConvolutionOps::type,
              new Evaluation.OnTensors(
                  (a, x) -> Convolutions.conv2d(x[0], x[1], a.integers("geometry"))),
              new Emission.Call(KERNELS, "conv2d", List.of("geometry")),
              vjp(
                  (g, c) -> images(g, c.operand(1), c.operandType(0), c),
                  (g, c) -> filters(c.operand(0), g, c.operandType(1), c)),
              List.of())
          .with(Trait.BILINEAR, Trait.NEW_ELEMENTS);

  /** The adjoint by the images, of a cotangent and the filters. */
  public static final OpDefinition CONV_2D_IMAGES =
      adjoint(
          "conv_2d_images",
          "conv2dImages",
          (a, x) ->
              Convolutions.conv2dImages(x[0], x[1], a.integers("geometry"), LayoutOps.sizes(a)),
          vjp(
              (g, c) -> convolution(g, c.operand(1), c),
              (g, c) -> filters(g, c.operand(0), c.operandType(1), c)));

  /** The adjoint by the filters, of the images and a cotangent. */
  public static final OpDefinition CONV_2D_FILTERS =
      adjoint(
          "conv_2d_filters",
          "conv2dFilters",
          (a, x) ->
              Convolutions.conv2dFilters(x[0], x[1], a.integers("geometry"), LayoutOps.sizes(a)),
          vjp(
              (g, c) -> images(c.operand(1), g, c.operandType(0), c),
              (g, c) -> convolution(c.operand(0), g, c)));

  /** The positions of the greatest elements of windows. */
  public static final OpDefinition WINDOW_MAXIMA =
      new OpDefinition(
              "window_maxima",
              1,
              List.of(GEOMETRY),
              Effect.PURE,
              (a, t) -> {
                TensorType type = images("maxPool2d", t);
                int[] geometry = a.integers("geometry");
                List<Dim> dims = type.dims();
                Dim rows = windows(dims.get(2), Dim.of(geometry[0]), 1, geometry[1], geometry[2]);
                Dim columns =
                    windows(dims.get(3), Dim.of(geometry[3]), 1, geometry[4], geometry[5]);
                return Optional.of(
                    new TensorType(DType.INT32, List.of(dims.get(0), dims.get(1), rows, columns)));
              },
              new Evaluation.OnTensors(
                  (a, x) -> Convolutions.windowMaxima(x[0], a.integers("geometry"))),
              new Emission.Call(KERNELS, "windowMaxima", List.of("geometry")),
              new Derivative.Zero(),
              List.of())
          .with(Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(CONV_2D, CONV_2D_IMAGES, CONV_2D_FILTERS, WINDOW_MAXIMA);

  private static OpDefinition adjoint(
      String name, String method, Evaluation.TensorCode code, Derivative derivative) {
    return new OpDefinition(
            name,
            2,
            List.of(GEOMETRY, SIZES),
            Effect.PURE,
            (a, t) -> Optional.of(TypeRules.tensor("conv2d", t, 0).withDims(a.dims("dims"))),
            new Evaluation.OnTensors(code),
            new Emission.Call(KERNELS, method, List.of("geometry", "dims")),
            derivative,
            List.of())
        .with(Trait.BILINEAR, Trait.NEW_ELEMENTS);
  }

  private static Term convolution(Term images, Term filters, Derivative.Call call) {
    Attributes geometry = Attributes.of("geometry", call.attributes().get("geometry"));
    return images.apply(CONV_2D, geometry, List.of(images, filters));
  }

  private static Term images(Term cotangent, Term filters, ValueType like, Derivative.Call call) {
    return cotangent.apply(CONV_2D_IMAGES, ofType(like, call), List.of(cotangent, filters));
  }

  private static Term filters(Term images, Term cotangent, ValueType like, Derivative.Call call) {
    return images.apply(CONV_2D_FILTERS, ofType(like, call), List.of(images, cotangent));
  }

  private static Attributes ofType(ValueType type, Derivative.Call call) {
    return Attributes.of("geometry", call.attributes().get("geometry"))
        .with("dims", new Attribute.Dims(((TensorType) type).dims()));
  }

  private static TensorType images(String operation, List<ValueType> operands) {
    TensorType type = TypeRules.floating(operation, operands, 0);
    if (type.rank() != 4) {
      throw new TypeMismatchException(
          0,
          operation
              + " expects images of shape [n, channels, rows, columns], not "
              + type.dimsText());
    }
    return type;
  }

  private static Optional<ValueType> type(Attributes attributes, List<ValueType> operands) {
    TensorType images = images("conv2d", operands);
    TensorType filters = TypeRules.floating("conv2d", operands, 1);
    int[] geometry = attributes.integers("geometry");
    Dim groups = Dim.of(geometry[6]);
    boolean fits =
        filters.rank() == 4
            && filters.dtype() == images.dtype()
            && filters.dims().get(1).times(groups).equals(images.dims().get(1))
            && filters.dims().get(0).dividedBy(groups).isPresent();
    if (!fits) {
      throw new TypeMismatchException(
          1,
          "conv2d of images "
              + images
              + " in "
              + groups
              + " groups expects filters of the same dtype and of shape [outputs, channels /"
              + " groups, rows, columns], not "
              + filters);
    }
    List<Dim> size = images.dims();
    List<Dim> filter = filters.dims();
    Dim rows = windows(size.get(2), filter.get(2), geometry[2], geometry[0], geometry[1]);
    Dim columns = windows(size.get(3), filter.get(3), geometry[5], geometry[3], geometry[4]);
    return Optional.of(images.withDims(List.of(size.get(0), filter.get(0), rows, columns)));
  }

  /** How many windows there are: {@code (size + 2 padding - reach) / stride + 1}, rounded down. */
  private static Dim windows(Dim size, Dim window, int dilation, int stride, int padding) {
    Dim reach = window.minus(Dim.of(1)).times(Dim.of(dilation)).plus(Dim.of(1));
    Dim room = size.plus(Dim.of(2L * padding)).minus(reach);
    if (room.constant().isPresent() && room.constant().getAsLong() < 0) {
      throw new TypeMismatchException(
          0, "a window that reaches over " + reach + " does not fit " + size + " with its padding");
    }
    if (stride == 1) {
      return room.plus(Dim.of(1));
    }
    if (room.constant().isEmpty()) {
      throw new TypeMismatchException(
          0, "windows with a stride of " + stride + " need a size that is known, not " + size);
    }
    return Dim.of(room.constant().getAsLong() / stride + 1);
  }
}
