package dev.kiln.processor.emit.entry;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The types of the tensors that the methods of a class take, each declared once: a method and its
 * derivatives share one where they take the same.
 *
 * <pre>
 * private static final Signature LOGITS =
 *     Signature.of("logits", "x: f32[batch, 64]", "w: f32[64, 10]", "b: f32[10]");
 * </pre>
 */
public final class Signatures {
  private static final ClassName SIGNATURE = ClassName.get("dev.kiln.spi", "Signature");

  private final Map<List<String>, String> names = new LinkedHashMap<>();
  private final Set<String> fields;
  private final String owner;

  /**
   * @param fields names that the constants must not have
   * @param owner the class that has them
   */
  public Signatures(Set<String> fields, String owner) {
    this.fields = Set.copyOf(fields);
    this.owner = owner;
  }

  /** The class that has the constants. */
  String owner() {
    return owner;
  }

  /**
   * The name of the constant.
   *
   * @param method the method that takes the tensors
   */
  String name(String method, List<CheckedTensor> tensors) {
    List<String> declared = new ArrayList<>(List.of(method));
    tensors.forEach(each -> declared.add(each.declaration()));
    return names.computeIfAbsent(List.copyOf(declared), key -> fresh(method));
  }

  /** {@code MEAN_LOSS} for {@code meanLoss}. */
  private String fresh(String method) {
    String preferred = method.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    if (preferred.matches("CONSTANT_\\d+")) {
      preferred += "_SIGNATURE"; // tensors have such names
    }
    String name = preferred;
    for (int i = 2; fields.contains(name) || names.containsValue(name); i++) {
      name = preferred + "_" + i;
    }
    return name;
  }

  public void addTo(TypeSpec.Builder type, GeneratedSource.Texts texts) {
    names.forEach(
        (declared, name) -> {
          List<JavaText> arguments =
              declared.stream().map(each -> JavaText.of("$S", each)).toList();
          JavaText made = JavaText.of("$T.of($L)", SIGNATURE, JavaText.join(arguments, ", "));
          type.addField(
              FieldSpec.builder(SIGNATURE, name)
                  .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                  .initializer(texts.place(made))
                  .build());
        });
  }
}
