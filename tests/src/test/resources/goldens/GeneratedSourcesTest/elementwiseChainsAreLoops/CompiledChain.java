package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Signature;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;

/**
 * {@link Chain} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Chain"
)
public final class CompiledChain extends Chain implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Chain");

  private static final Signature SCALED =
      Signature.of("scaled", "x: f32[n, 8]", "scale: f32[8]", "shift: f32[n, 1]");

  private static final Signature WAVE = Signature.of("wave", "x: f32[n]", "a: f32[]", "b: f32[]");

  private static final Signature HIDDEN = Signature.of("hidden", "x: f32[n, m]", "bias: f32[m]");

  public CompiledChain() {
    super();
  }

  @Override
  Tensor scaled(Tensor x, Tensor scale, Tensor shift) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.scaled(x, scale, shift);
    }
    try {
      NdArray xArray = x.array();
      NdArray scaleArray = scale.array();
      NdArray shiftArray = shift.array();
      SCALED.check(xArray, scaleArray, shiftArray);
      // Chain.java:10-11
      NdArray centred = Arithmetic.subtract(xArray, shiftArray);
      return Tensor.of(Arithmetic.maximum(Arithmetic.multiply(centred, scaleArray), centred));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  @Override
  Tensor wave(Tensor x, Tensor a, Tensor b) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.wave(x, a, b);
    }
    try {
      NdArray xArray = x.array();
      NdArray aArray = a.array();
      NdArray bArray = b.array();
      WAVE.check(xArray, aArray, bArray);
      // Chain.java:17
      return Tensor.of(
          Arithmetic.add(
              Arithmetic.multiply(
                  Arithmetic.tanh(Arithmetic.add(Arithmetic.multiply(aArray, xArray), bArray)),
                  Arithmetic.exp(Arithmetic.negate(Arithmetic.square(xArray)))),
              Arithmetic.sigmoid(xArray)));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  @Override
  Tensor hidden(Tensor x, Tensor bias) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.hidden(x, bias);
    }
    try {
      NdArray xArray = x.array();
      NdArray biasArray = bias.array();
      HIDDEN.check(xArray, biasArray);
      // Chain.java:22
      return Tensor.of(
          Arithmetic.multiply(Arithmetic.tanh(Arithmetic.add(xArray, biasArray)), biasArray));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Chain",
            "demo.CompiledChain",
            "Chain.java,44:10,50:11,64:16,69:17,88:22,");
  }
}
