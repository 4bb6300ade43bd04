package dev.kiln.op.catalogue;

import dev.kiln.op.SeveralResults;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import dev.kiln.tensor.Eigh;
import dev.kiln.tensor.IndexedValues;
import dev.kiln.tensor.Moments;
import dev.kiln.tensor.Qr;
import dev.kiln.tensor.SignAndLog;
import dev.kiln.tensor.Svd;
import java.util.List;

/** The methods of tensors that have several results, a row each. */
final class RecordComposites {
  private RecordComposites() {}

  private static final List<String> INDEXED = List.of("values", "indices");
  private static final Spelling.Argument AXIS =
      NeuralComposites.attribute("axis", Attribute.Integer.class);

  /** All of them. */
  static final List<RecordComposite> ALL =
      List.of(
          row(
              "sortWithIndices",
              IndexedValues.class,
              INDEXED,
              (x, a) -> SeveralResults.sort(x, a.integer("axis"), a.truth("descending")),
              AXIS,
              NeuralComposites.attribute("descending", Attribute.Truth.class)),
          row(
              "topKWithIndices",
              IndexedValues.class,
              INDEXED,
              (x, a) -> SeveralResults.topK(x, a.integer("count"), a.integer("axis")),
              NeuralComposites.attribute("count", Attribute.Integer.class),
              AXIS),
          row(
              "maxWithIndices",
              IndexedValues.class,
              INDEXED,
              (x, a) -> SeveralResults.max(x, a.integer("axis")),
              AXIS),
          row(
              "minWithIndices",
              IndexedValues.class,
              INDEXED,
              (x, a) -> SeveralResults.min(x, a.integer("axis")),
              AXIS),
          row(
              "moments",
              Moments.class,
              List.of("mean", "variance"),
              (x, a) -> SeveralResults.moments(x, a.integers("axes")),
              new Spelling.VariadicAttribute("axes", Attribute.Integers.class)),
          row("qr", Qr.class, List.of("q", "r"), (x, a) -> SeveralResults.qr(x)),
          row("eigh", Eigh.class, List.of("values", "vectors"), (x, a) -> SeveralResults.eigh(x)),
          row("svd", Svd.class, List.of("u", "s", "v"), (x, a) -> SeveralResults.svd(x)),
          row(
              "signAndLogDeterminant",
              SignAndLog.class,
              List.of("sign", "log"),
              (x, a) -> SeveralResults.logDeterminant(x)));

  private static RecordComposite row(
      String name,
      Class<? extends Record> record,
      List<String> components,
      RecordComposite.Body body,
      Spelling.Argument... arguments) {
    return new RecordComposite(
        name,
        NeuralComposites.attributes(arguments),
        record,
        components,
        body,
        List.of(Spelling.method(name, arguments)));
  }
}
