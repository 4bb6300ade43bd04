/** The annotations that users put on their models. */
module dev.kiln.annotation {
  exports dev.kiln.annotation;
}
