// KILN-202: a char somewhere in a switch expression, though its results are no chars
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute double f0(int a, double b) {
    var h = switch (a * 'a') {
      case 'a' -> b;
      case 0 -> {
        int c = 'b';
        yield c + b;
      }
      default -> switch (a) {
        case 2:
          b += '0';
          yield b;
        default:
          yield -b;
      };
    };
    return h;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", 1, 1.5};
      case 1 -> new Object[] {"f0", 0, 1.5};
      case 2 -> new Object[] {"f0", 2, 1.5};
      case 3 -> new Object[] {"f0", 3, 1.5};
      default -> null;
    };
  }
}
