package dev.kiln.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which models a field holds where its type does not tell, on the class {@code FooSerializedGraphs}
 * that Kiln generates for a model {@code Foo}: models that contain a {@code Foo} of a jar without
 * its source need to know. Nothing reads it at run time.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(HeldModels.List.class)
public @interface HeldModels {
  /** The path of the field, such as {@code net.layers}. */
  String field();

  /** The qualified names of the classes of the models, in order; functions have empty ones. */
  String[] classes();

  /** The fields of a model. */
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The fields. */
    HeldModels[] value();
  }
}
