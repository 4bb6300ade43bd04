package dev.kiln.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose {@link Compute} methods Kiln compiles.
 *
 * <p>For a model {@code Foo} the processor generates, in the same package, {@code CompiledFoo},
 * {@code FooGraphs} and {@code FooParameters}. The class itself stays ordinary Java.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Model {}
