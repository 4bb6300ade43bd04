package dev.kiln.autodiff.jacobian;

import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.graph.Graph;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.SplitLargeFunctions;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loop that computes the columns of a Jacobian, several at a time, in forward mode. */
final class Columns {
  private static final int MOST_LANES = 8;

  /**
   * HotSpot compiles methods of up to 8000 bytes; {@link SplitLargeFunctions#largestPart} counts
   * about four times as many for code on scalars, which becomes nested expressions.
   */
  private static final int LARGEST = 20_000;

  /** Takes the tangents of all results in one direction. */
  @FunctionalInterface
  interface Sink {
    void accept(List<Term> tangents, Term column);
  }

  private final FillingCode code;
  private final Differentiated differentiated;
  private final ElementLoops loops;
  private final List<Term> inputs;
  private final JvpBatch.Batch batch;

  Columns(FillingCode code, PassRunner passes) {
    this.code = code;
    this.differentiated = code.differentiated();
    this.loops = new ElementLoops(code.graph());
    this.inputs = code.inputs();
    this.batch = batch(differentiated, differentiated.sources(inputs), passes);
  }

  /** The positions of the inputs that have tangents. */
  List<Integer> withTangents() {
    return batch.tangentsOf();
  }

  /** Adds the loop over the columns. */
  void write(Term columns, Sink sink) {
    int lanes = batch.lanes();
    Callee callee = code.callee(batch.graph(), "Columns");
    if (differentiated.replacesRows()) {
      code.contents().restore(); // shadows have the rows that arguments have at first
    }
    List<List<Term>> shadows = new ArrayList<>();
    for (int position : batch.tangentsOf()) {
      List<Term> ofInput = new ArrayList<>();
      for (int lane = 0; lane < lanes && isArray(position); lane++) {
        ofInput.add(loops.zerosLike(inputs.get(position)));
      }
      shadows.add(ofInput);
    }
    Optional<Contents> zeros =
        differentiated.replacesRows()
            ? Optional.of(
                new Contents(code.graph(), shadows.stream().flatMap(List::stream).toList()))
            : Optional.empty();
    loops.repeat(
        loops.integer(0),
        columns,
        lanes,
        base -> {
          List<Term> arguments = new ArrayList<>(inputs);
          clear(shadows, zeros);
          List<List<Term>> tangents = tangents(shadows, base);
          tangents.forEach(arguments::addAll);
          List<Term> returned = callee.call(arguments);
          for (int lane = 0; lane < lanes; lane++) {
            Term column = base.add(loops.integer(lane));
            List<Term> ofLane = ofLane(returned, tangents, lane);
            loops.when(column.less(columns), () -> sink.accept(ofLane, column));
          }
        });
  }

  /**
   * As many lanes as the JIT compiler takes. Eight need a fifth less time than four on JDK 17 and
   * 25, and more win nothing.
   */
  private static JvpBatch.Batch batch(
      Differentiated differentiated, List<Term> sources, PassRunner passes) {
    Graph primal = differentiated.primal();
    List<String> wrt = differentiated.wrt();
    boolean arrays = sources.stream().anyMatch(source -> source.type() instanceof ArrayType);
    int lanes = arrays ? MOST_LANES : Math.min(MOST_LANES, sources.size());
    JvpBatch.Batch batch = JvpBatch.batch(primal, wrt, lanes, passes);
    while (lanes > 1 && SplitLargeFunctions.largestPart(batch.graph()) > LARGEST) {
      lanes -= lanes > 4 ? 2 : 1;
      batch = JvpBatch.batch(primal, wrt, lanes, passes);
    }
    return batch;
  }

  private boolean isArray(int input) {
    return inputs.get(input).type() instanceof ArrayType;
  }

  /** Gives shadows zeros again, and where rows may have been replaced those that they had. */
  private void clear(List<List<Term>> shadows, Optional<Contents> zeros) {
    if (zeros.isPresent()) {
      zeros.get().restore();
    } else {
      shadows.forEach(each -> each.forEach(shadow -> loops.perform(ArrayOps.ARRAY_CLEAR, shadow)));
    }
  }

  /** For each input with tangents one unit in each lane, or zero where it is another input's. */
  private List<List<Term>> tangents(List<List<Term>> shadows, Term base) {
    int lanes = batch.lanes();
    List<Term> left = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      left.add(base.add(loops.integer(lane)));
    }
    List<List<Term>> tangents = new ArrayList<>();
    for (int i = 0; i < batch.tangentsOf().size(); i++) {
      Term input = inputs.get(batch.tangentsOf().get(i));
      List<Term> ofInput = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        Term position = left.get(lane);
        if (isArray(batch.tangentsOf().get(i))) {
          Term shadow = shadows.get(i).get(lane);
          if (i < differentiated.wrt().size()) {
            left.set(lane, loops.place(shadow, position));
          }
          ofInput.add(shadow);
        } else {
          ofInput.add(loops.unit(position, input));
          left.set(lane, position.subtract(loops.integer(1)));
        }
      }
      tangents.add(ofInput);
    }
    return tangents;
  }

  private List<Term> ofLane(List<Term> returned, List<List<Term>> tangents, int lane) {
    List<Term> ofLane = new ArrayList<>();
    for (int i = differentiated.primal().outputs().size() + lane;
        i < returned.size();
        i += batch.lanes()) {
      ofLane.add(returned.get(i));
    }
    for (int result : differentiated.results()) {
      int index = batch.tangentsOf().indexOf(result);
      // what never varies has no tangent: a row of zeros for each element
      ofLane.add(index < 0 ? loops.zerosLike(inputs.get(result)) : tangents.get(index).get(lane));
    }
    return ofLane;
  }
}
