package dev.kiln.fuzz.shrink;

import dev.kiln.fuzz.program.Edits;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Programs without one of their members or parameters. */
final class MemberReductions {
  private final Program program;
  private final List<Supplier<Program>> found = new ArrayList<>();

  MemberReductions(Program program) {
    this.program = program;
  }

  List<Supplier<Program>> all() {
    for (int i = 1; i < program.models().size(); i++) {
      int index = i;
      found.add(() -> withModels(without(program.models(), index)));
    }
    for (int i = 0; i < program.models().size(); i++) {
      members(i);
    }
    for (int i = 0; i < program.records().size(); i++) {
      List<Program.RecordDeclaration> rest = without(program.records(), i);
      found.add(() -> new Program(program.name(), rest, program.models(), program.calls()));
    }
    return found;
  }

  private void members(int index) {
    Program.ModelClass model = program.models().get(index);
    for (int i = 0; i < model.methods().size(); i++) {
      List<Program.Method> rest = without(model.methods(), i);
      found.add(() -> withModel(index, model.with(model.fields(), rest)));
    }
    for (int i = 0; i < model.fields().size(); i++) {
      List<Program.Field> rest = without(model.fields(), i);
      found.add(() -> withModel(index, model.with(rest, model.methods())));
    }
    for (int i = 0; i < model.methods().size(); i++) {
      for (int j = 0; j < model.methods().get(i).parameters().size(); j++) {
        int method = i;
        int parameter = j;
        found.add(() -> withoutParameter(index, method, parameter));
      }
    }
  }

  /** Drops a parameter with its arguments. */
  private Program withoutParameter(int modelIndex, int methodIndex, int parameter) {
    Program.ModelClass model = program.models().get(modelIndex);
    Program.Method method = model.methods().get(methodIndex);
    Program.Method shorter =
        new Program.Method(
            method.modifiers(),
            method.result(),
            method.name(),
            without(method.parameters(), parameter),
            method.body());
    List<Program.Method> methods = new ArrayList<>(model.methods());
    methods.set(methodIndex, shorter);
    Program changed = withModel(modelIndex, model.with(model.fields(), List.copyOf(methods)));
    List<Program.TestCall> calls = new ArrayList<>();
    for (Program.TestCall call : changed.calls()) {
      boolean isMeant = modelIndex == 0 && call.method().equals(method.name());
      calls.add(
          isMeant
              ? new Program.TestCall(
                  call.method(), call.shared(), without(call.arguments(), parameter))
              : call);
    }
    Program with =
        new Program(changed.name(), changed.records(), changed.models(), List.copyOf(calls));
    return (Program) Edits.map(with, each -> withoutArgument(each, method.name(), parameter));
  }

  private static Expression withoutArgument(Expression each, String method, int parameter) {
    boolean isMeant =
        each instanceof Expression.Call call
            && (call.function().equals(method) || call.function().endsWith("." + method))
            && parameter < call.arguments().size();
    return isMeant && each instanceof Expression.Call call
        ? new Expression.Call(call.type(), call.function(), without(call.arguments(), parameter))
        : each;
  }

  private Program withModel(int index, Program.ModelClass model) {
    List<Program.ModelClass> models = new ArrayList<>(program.models());
    models.set(index, model);
    return withModels(List.copyOf(models));
  }

  private Program withModels(List<Program.ModelClass> models) {
    return new Program(program.name(), program.records(), models, program.calls());
  }

  private static <T> List<T> without(List<T> list, int index) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(index);
    return List.copyOf(rest);
  }
}
