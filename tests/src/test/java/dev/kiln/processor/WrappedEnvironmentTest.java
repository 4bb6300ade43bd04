package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Build tools wrap the processing environment, which javac's trees do not accept. */
class WrappedEnvironmentTest {
  private static final JavaFileObject MODEL =
      JavaFileObjects.forSourceString(
          "demo.Line",
          """
          package demo;
          import dev.kiln.annotation.*;
          @Model public class Line {
            @Compute public double twice(double x) { return x + x; }
          }
          """);

  @Test
  void aWrapperWithAFieldIsOpenedAsGradleHasIt() {
    Compilation compilation = compile(Delegating::new);
    assertThat(compilation).succeeded();
    assertThat(compilation).generatedSourceFile("demo.CompiledLine");
  }

  @Test
  void wrappersInWrappersAreOpened() {
    assertThat(compile(real -> new Delegating(new Delegating(real)))).succeeded();
  }

  @Test
  void aProxyIsOpenedAsIntelliJHasIt() {
    assertThat(compile(real -> proxy(new Forwarding(real)))).succeeded();
  }

  @Test
  void aProxyThatCannotBeOpenedGivesOneClearError() {
    Compilation compilation =
        compile(
            real -> {
              Map<Integer, Object> hidden = Map.of(0, real);
              return proxy((proxy, method, arguments) -> invoke(hidden.get(0), method, arguments));
            });
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-901] Kiln reads the source of method bodies, which this compiler does not offer")
        .inFile(MODEL)
        .onLine(3);
  }

  private static Compilation compile(UnaryOperator<ProcessingEnvironment> wrapper) {
    return Compiler.javac().withProcessors(new Wrapping(wrapper)).compile(MODEL);
  }

  private static ProcessingEnvironment proxy(InvocationHandler handler) {
    return (ProcessingEnvironment)
        Proxy.newProxyInstance(
            WrappedEnvironmentTest.class.getClassLoader(),
            new Class<?>[] {ProcessingEnvironment.class},
            handler);
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Runs Kiln in a wrapped environment. */
  private static final class Wrapping extends AbstractProcessor {
    private final KilnProcessor kiln = new KilnProcessor();
    private final UnaryOperator<ProcessingEnvironment> wrapper;

    Wrapping(UnaryOperator<ProcessingEnvironment> wrapper) {
      this.wrapper = wrapper;
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      kiln.init(wrapper.apply(environment));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return kiln.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return kiln.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      kiln.process(annotations, round);
      return false;
    }
  }

  private static final class Forwarding implements InvocationHandler {
    private final ProcessingEnvironment real;

    Forwarding(ProcessingEnvironment real) {
      this.real = real;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return WrappedEnvironmentTest.invoke(real, method, arguments);
    }
  }

  private static final class Delegating implements ProcessingEnvironment {
    private final ProcessingEnvironment delegate;

    Delegating(ProcessingEnvironment delegate) {
      this.delegate = delegate;
    }

    @Override
    public Map<String, String> getOptions() {
      return delegate.getOptions();
    }

    @Override
    public Messager getMessager() {
      return delegate.getMessager();
    }

    @Override
    public Filer getFiler() {
      return delegate.getFiler();
    }

    @Override
    public Elements getElementUtils() {
      return delegate.getElementUtils();
    }

    @Override
    public Types getTypeUtils() {
      return delegate.getTypeUtils();
    }

    @Override
    public SourceVersion getSourceVersion() {
      return delegate.getSourceVersion();
    }

    @Override
    public Locale getLocale() {
      return delegate.getLocale();
    }
  }
}
