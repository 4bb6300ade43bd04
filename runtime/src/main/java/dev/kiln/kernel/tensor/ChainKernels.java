package dev.kiln.kernel.tensor;

import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.ElementKinds;

/** {@link Chain} on tensors; see {@link BinaryKernels}. */
public final class ChainKernels {
  private ChainKernels() {}

  /** The kernel of {@code chain_product}. */
  public static final class Product extends BinaryKernel {
    /** The only instance. */
    public static final Product KERNEL = new Product();

    private Product() {
      super("chain_product", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return Chain.product(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return Chain.product(a, b);
    }
  }

  /** The kernel of {@code chain_quotient}. */
  public static final class Quotient extends BinaryKernel {
    /** The only instance. */
    public static final Quotient KERNEL = new Quotient();

    private Quotient() {
      super("chain_quotient", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return Chain.quotient(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return Chain.quotient(a, b);
    }
  }

  /** The kernel of {@code direction}. */
  public static final class Direction extends BinaryKernel {
    /** The only instance. */
    public static final Direction KERNEL = new Direction();

    private Direction() {
      super("direction", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return Chain.direction(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return Chain.direction(a, b);
    }
  }
}
