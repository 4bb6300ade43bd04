// KILN-902: a method that is called within a recursion did not pass the fields found later on
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;

@Model
class Sample {
  @Parameter double v1 = 0.344;
  @Parameter double v2 = 2.5;

  double r0(int depth) {
    if (depth <= 0) {
      return v1;
    }
    return moved(depth) * v2;
  }

  private double moved(int depth) {
    return 1 + r0(depth - 1);
  }

  @Compute double f0(int depth) {
    return r0(depth) + moved(depth);
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", 3};
      case 1 -> new Object[] {"f0", 0};
      default -> null;
    };
  }
}
