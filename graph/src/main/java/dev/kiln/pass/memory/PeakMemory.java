package dev.kiln.pass.memory;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Block;
import dev.kiln.graph.ElementBytes;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many bytes the elements of intermediate tensors and results take, as far as the graph tells:
 * after {@link RecycleTensors}, a tensor has an array from the operation that makes it to the one
 * that recycles it, or to the end, and arrays are taken again for as many elements of their dtype.
 *
 * <p>The sum is a polynomial in named dimensions. Not counted are arguments and fields, Java
 * arrays, what stacks keep of earlier iterations, and what kernels need while they run.
 */
public final class PeakMemory {
  /** Arrays that may be taken for each other. */
  private record Room(DType dtype, Dim elements) {
    static Optional<Room> of(Value value) {
      if (!(value.type() instanceof TensorType tensor)) {
        return Optional.empty();
      }
      Dim elements = tensor.dims().stream().reduce(Dim.of(1), Dim::times);
      return Optional.of(new Room(tensor.dtype(), elements));
    }

    Dim bytes() {
      return Dim.of(ElementBytes.of(dtype)).times(elements);
    }
  }

  private final Graph graph;

  /** The room that each live tensor takes. */
  private final Map<Value, Room> live = new HashMap<>();

  /** How many arrays of each kind were in use at once. */
  private final Map<Room, Long> most = new HashMap<>();

  /** The functions at hand, which may call themselves. */
  private final Set<String> open = new HashSet<>();

  private PeakMemory(Graph graph) {
    this.graph = graph;
  }

  /**
   * The bytes of all arrays that the tensors of a call need, 0 where it computes none.
   *
   * @param emitted what becomes Java
   */
  public static Dim of(Graph emitted) {
    PeakMemory memory = new PeakMemory(emitted);
    memory.run(emitted.entry().body());
    return memory.most.entrySet().stream()
        .map(each -> each.getKey().bytes().times(Dim.of(each.getValue())))
        .reduce(Dim.of(0), Dim::plus);
  }

  private void run(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        apply(apply);
      } else if (operation instanceof Operation.Loop loop) {
        run(loop);
      } else {
        if (operation instanceof Operation.Call call) {
          call(call);
        }
        operation.blocks().forEach(this::inside);
        operation.results().forEach(this::make);
      }
    }
  }

  /** A loop has what it carries instead of what it was given, where it recycles that. */
  private void run(Operation.Loop loop) {
    Set<Value> recycled = new HashSet<>();
    addRecycled(loop.body(), recycled);
    List<Value> carried = loop.body().parameters();
    for (int i = 0; i < carried.size(); i++) {
      Room room = recycled.contains(carried.get(i)) ? live.remove(loop.operands().get(i)) : null;
      if (room != null) {
        live.put(carried.get(i), room);
      }
    }
    inside(loop.condition());
    inside(loop.body());
    carried.forEach(live::remove);
    loop.results().forEach(this::make);
  }

  private static void addRecycled(Block block, Set<Value> recycled) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.is(Trait.RECYCLING)) {
        recycled.add(apply.operands().get(0));
      }
      operation.blocks().forEach(inner -> addRecycled(inner, recycled));
    }
  }

  /** The body of a nest is one loop over elements, which has no tensors on the way. */
  private void call(Operation.Call call) {
    Function called = graph.function(call.function()).orElseThrow();
    if (ElementNest.of(called).isEmpty() && open.add(called.name())) {
      inside(called.body());
      open.remove(called.name());
    }
  }

  /** What a block alone has is free after it, but for its results, which are counted outside. */
  private void inside(Block block) {
    Map<Value, Room> before = Map.copyOf(live);
    run(block);
    live.clear();
    live.putAll(before);
  }

  private void apply(Operation.Apply apply) {
    if (apply.is(Trait.RECYCLING)) {
      live.remove(apply.operands().get(0));
      return;
    }
    boolean isView =
        apply.is(Trait.MAY_SHARE_ELEMENTS)
            && Room.of(apply.operands().get(0)).equals(Room.of(apply.result()));
    if (TensorLifetimes.makesNew(apply) && !isView) {
      apply.results().forEach(this::make);
    }
  }

  private void make(Value value) {
    Optional<Room> room = Room.of(value);
    if (room.isPresent()) {
      live.put(value, room.get());
      long same = live.values().stream().filter(room.get()::equals).count();
      most.merge(room.get(), same, Math::max);
    }
  }
}
