package dev.kiln.pass.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.Term;
import dev.kiln.pass.nest.FuseElementwise;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** After which operation each tensor is recycled. */
class RecycleTensorsTest {
  private static final Dim N = Dim.named("n");

  /** The operations on tensors after the pass, in order. */
  private static String recycled(BinaryOperator<Term> computed) {
    return recycled(DType.FLOAT32, N, computed);
  }

  private static String recycled(DType dtype, Dim rows, BinaryOperator<Term> computed) {
    GraphBuilder builder = new GraphBuilder("f");
    Term x = builder.input("x", TensorType.of(dtype, rows, Dim.of(16)));
    Term w = builder.input("w", TensorType.of(dtype, Dim.of(16), Dim.of(16)));
    return text(builder.output("y", computed.apply(x, w)).build());
  }

  private static String text(Graph graph) {
    Graph recycling = RecycleTensors.run(graph);
    Verifier.verify(recycling);
    return Arrays.stream(GraphPrinter.print(recycling.entry()).split("\n"))
        .map(String::strip)
        .filter(line -> line.contains("apply ") || line.contains("call "))
        .map(line -> line.replaceAll(": [^=]* = (apply|call) ", " = ").replace("apply ", ""))
        .map(line -> line.replaceAll("%\\d+\\.", "").replaceAll(" [{].*", ""))
        .collect(Collectors.joining("; "));
  }

  @Test
  void aTensorIsRecycledAfterItsLastUse() {
    assertEquals(
        "%2 = matmul(x, w); %3 = tanh(%2); recycle(%2); %4 = matmul(%3, w); recycle(%3)",
        recycled((x, w) -> x.matmul(w).tanh().matmul(w)));
    assertEquals(
        "%2 = matmul(x, w); %3 = matmul(%2, w); %4 = add(%3, %2); recycle(%2); recycle(%3)",
        recycled(
            (x, w) -> {
              Term product = x.matmul(w);
              return product.matmul(w).add(product);
            }));
  }

  @Test
  void whatIsReturnedOrGivenIsNot() {
    assertEquals("%2 = matmul(x, w)", recycled((x, w) -> x.matmul(w)));
    assertEquals("%2 = add(x, x)", recycled((x, w) -> x.add(x)));
  }

  @Test
  void oneArrayInSeveralShapesIsRecycledAfterTheLastUseOfAny() {
    assertEquals(
        "%2 = matmul(x, w); %3 = reshape(%2); %4 = matmul(%3, %2); recycle(%2)",
        recycled(
            DType.FLOAT32,
            Dim.of(32),
            (x, w) -> {
              Term product = x.matmul(w);
              return product.reshape(16, 32).matmul(product);
            }));
  }

  @Test
  void whatASharedResultReturnsIsNot() {
    assertEquals(
        "%2 = matmul(x, w); %3 = reshape(%2)",
        recycled(DType.FLOAT32, Dim.of(32), (x, w) -> x.matmul(w).reshape(16, 32)));
    assertEquals(
        "%2 = matmul(x, w); %3 = broadcast_to(%2)",
        recycled(DType.FLOAT32, Dim.of(32), (x, w) -> x.matmul(w).broadcastTo(32, 16)));
  }

  @Test
  void whatHasFewElementsSharesThoseOfFew() {
    assertEquals(
        "%2 = matmul(x, w); %3 = mean(%2); recycle(%2)", recycled((x, w) -> x.matmul(w).mean()));
    // also along dimensions of size 1
    assertEquals(
        "%2 = matmul(x, w); %3 = sum(%2); recycle(%2)", recycled((x, w) -> x.matmul(w).sum(0)));
    // of one row that is as long as recycled arrays are, nothing is known
    assertEquals(
        "%2 = mean(x); %3 = broadcast_to(%2); %4 = matmul(%3, w); recycle(%3)",
        recycled(DType.FLOAT32, Dim.of(64), (x, w) -> x.mean().broadcastTo(64, 16).matmul(w)));
  }

  @Test
  void smallTensorsAndWholeNumbersAreNot() {
    assertEquals(
        "%2 = matmul(x, w); %3 = tanh(%2)",
        recycled(DType.FLOAT32, Dim.of(31), (x, w) -> x.matmul(w).tanh()));
    assertEquals(
        "%2 = matmul(x, w); %3 = tanh(%2); recycle(%2)",
        recycled(DType.FLOAT32, Dim.of(32), (x, w) -> x.matmul(w).tanh()));
    assertEquals(
        "%2 = matmul(x, w); %3 = negate(%2)",
        recycled(DType.INT32, N, (x, w) -> x.matmul(w).negate()));
  }

  @Test
  void nestsMakeNewTensorsAndKeepNone() {
    GraphBuilder builder = new GraphBuilder("f");
    Term x = builder.input("x", TensorType.of(DType.FLOAT32, N, Dim.of(16)));
    Term w = builder.input("w", TensorType.of(DType.FLOAT32, Dim.of(16), Dim.of(16)));
    Term y = x.matmul(w).tanh().square().matmul(w);
    assertEquals(
        "%2 = matmul(x, w); %4 = \"fusedSquare\"(%2); recycle(%2); %5 = matmul(%4, w); recycle(%4)",
        text(FuseElementwise.run(builder.output("y", y).build())));
  }

  /** A loop of ten iterations; {@code %1} and {@code %2} are made in front of it. */
  private static String loop(String initial, String body, String end) {
    return text(
        GraphParser.parse(
            """
            graph "f" {
              input "x" argument
              outputs ("result")
              function "f"(%%0.x: f32[n, n]) -> (f32[n, n]) {
                %%1.start: f32[n, n] = apply tanh(%%0.x)
                %%2.other: f32[n, n] = apply exp(%%0.x)
                %%3: i32 = apply constant() {value=bits i32 0}
                %%4.stack: stack<f32[n, n]> = apply stack_new() {element=type f32[n, n], purpose=text "saved"}
                %%13: f32[n, n], %%14: i32 = loop "loop_1"(%s, %%3) condition(%%5: f32[n, n], %%6: i32) {
                  %%7: i32 = apply constant() {value=bits i32 10}
                  %%8: bool = apply less(%%6, %%7)
                  condition %%8(%%5, %%6)
                } body(%%9.y: f32[n, n], %%10.i: i32) {
                  %s
                  %%11: i32 = apply constant() {value=bits i32 1}
                  %%12: i32 = apply add(%%10.i, %%11)
                  yield(%%21.next, %%12)
                }
                %s
              }
            }
            """
                .formatted(initial, body, end)));
  }

  private static String loop(String initial, String body) {
    return loop(initial, body, "return(%13)");
  }

  private static final String STEP =
      """
      %20.product: f32[n, n] = apply matmul(%9.y, %0.x)
      %21.next: f32[n, n] = apply tanh(%20.product)
      """;

  @Test
  void whatALoopAloneCarriesIsRecycledInEachIteration() {
    String text = loop("%1.start", STEP);
    assertTrue(
        text.contains(
            "product = matmul(y, x); recycle(y); next = tanh(product); recycle(product);"),
        text);
  }

  @Test
  void whatALoopBeginsWithIsCopiedWhereOthersHaveIt() {
    String step = "recycle(y); next = tanh(product); recycle(product);";
    String ofTheCaller = loop("%0.x", STEP);
    assertTrue(ofTheCaller.contains("x = copy(x);"), ofTheCaller);
    assertTrue(ofTheCaller.contains("product = matmul(y, x); " + step), ofTheCaller);
    String usedInTheLoop = loop("%2.other", STEP.replace("%0.x", "%2.other"));
    assertTrue(usedInTheLoop.contains("other = copy(other);"), usedInTheLoop);
    assertTrue(usedInTheLoop.contains("product = matmul(y, other); " + step), usedInTheLoop);
    assertFalse(loop("%1.start", STEP).contains("copy"));
  }

  @Test
  void whatIsSavedAndCarriedHasTwoOwners() {
    String text = loop("%1.start", STEP + "apply stack_push(%4.stack, %21.next)\n");
    assertTrue(
        text.contains("product = matmul(y, x); next = tanh(product); recycle(product);"), text);
  }

  /** After the loop, what it saved is taken back and read. */
  private static String saving(String pushed) {
    return loop(
        "%1.start",
        STEP + "apply stack_push(%4.stack, " + pushed + ")\n",
        """
        %30.back: f32[n, n] = apply stack_pop(%4.stack)
        %31.result: f32[n, n] = apply tanh(%30.back)
        return(%31.result)
        """);
  }

  @Test
  void whatWasMadeForAStackAloneIsRecycledWhenItWasTakenBack() {
    String text = saving("%20.product");
    assertTrue(text.endsWith("result = tanh(back); recycle(back)"), text);
    assertTrue(text.contains("next = tanh(product); stack_push(stack, product);"), text);
  }

  @Test
  void whatAStackSharesIsNot() {
    for (String shared : List.of("%9.y", "%21.next", "%0.x", "%2.other")) {
      String text = saving(shared);
      assertTrue(text.endsWith("result = tanh(back)"), text);
    }
  }

  @Test
  void whatIsTakenBackInTheSameIterationMayStillBeRead() {
    String text =
        loop(
            "%1.start",
            """
            %20.product: f32[n, n] = apply matmul(%9.y, %0.x)
            apply stack_push(%4.stack, %20.product)
            %22.back: f32[n, n] = apply stack_pop(%4.stack)
            %23.sine: f32[n, n] = apply sin(%22.back)
            %21.next: f32[n, n] = apply matmul(%23.sine, %20.product)
            """);
    assertFalse(text.contains("recycle(back)"), text);
    assertFalse(text.contains("recycle(product)"), text);
  }
}
