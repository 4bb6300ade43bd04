// code behind a branch that always leaves, which Java does not allow
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  static final boolean NEVER = false;

  @Compute @Differentiable float f0(float a, float b) {
    int e = 4;
    label0: while ((e--) > 0) {
      switch (e) {
        case 0:
          float g = b;
        default:
          if (NEVER ? (e <= 1) : true) {
            continue label0;
          }
      }
      if (NEVER) {
        continue;
      }
      return b;
    }
    return (b + a) * (e / a);
  }

  @Compute @Differentiable double f1(double x, int n) {
    while (true) {
      if (NEVER) {
        break;
      }
      x *= x;
      if (n++ > 5) {
        return x;
      }
    }
    return 0;
  }

  @Compute double f2(double x, boolean c) {
    if (c) {
      return x;
    } else {
      if (!NEVER) {
        return -x;
      }
    }
    return 2 * x;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", 1.5f, 0.25f};
      case 1 -> new Object[] {"f1", 0.75, 3};
      case 2 -> new Object[] {"f2", 0.75, true};
      case 3 -> new Object[] {"f2", 0.75, false};
      default -> null;
    };
  }
}
