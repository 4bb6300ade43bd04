package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;

/**
 * The graphs of {@link Decay}, for models that contain it and see no source of it.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Decay"
)
@SerializedGraph(
    method = "loss(double,int)",
    fingerprint = 0x55599ddb669bde77L,
    text = """
    graph "loss" {
    input "x" argument
    input "steps" argument
    input "rate" parameter
    outputs ("result")
    function "loss"(%0.x: f64, %1.steps: i32, %8.rate: f64) -> (f64) {
    %2.i: i32 = apply constant() {value=bits i32 0} @ "Decay.java" 12 18
    %12.x: f64, %13.i: i32 = loop "loop_1"(%0, %2) condition(%3.x: f64, %4.i: i32) {
    %5: bool = apply less(%4, %1) @ 12 21
    condition %5(%3, %4)
    } body(%6.x: f64, %7.i: i32) {
    %9.x: f64 = apply multiply(%6, %8) @ 13 11
    %10: i32 = apply constant() {value=bits i32 1} @ 12 32
    %11.i: i32 = apply add(%7, %10) @ 12 32
    yield(%9, %11)
    } @ 12 5
    %14: f64 = apply multiply(%12, %12) @ 15 12
    return(%14)
    }
    }
    """
)
final class DecaySerializedGraphs {
}
