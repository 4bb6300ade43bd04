// KILN-302, KILN-201: a variable of a later group met one of the same name in a nested block
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;

@Model
class Sample {

  @Compute float f0(int a) {
    switch (a) {
      case 0:
        for (int f = 0; f < 3; f++) {
          a += f;
        }
      case 1:
        float f = a;
        f += 0.5f;
        a *= 3;
        if (a > 5) {
          return f;
        }
      case 2:
        f = 2 * a;
        a = (int) f;
        break;
      default:
        while (true) {
          var g = a;
          if (++g > 2) {
            break;
          }
        }
        var g = 0.25f;
        return g * a;
    }
    return a;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return call < 5 ? new Object[] {"f0", call} : null;
  }
}
