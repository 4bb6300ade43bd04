package dev.kiln.fuzz.trace;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes class files note the way that they take; see {@link BranchTrace}. */
public final class Instrumentation {
  private static final String TRACE = Type.getInternalName(BranchTrace.class);
  private static final String MATH = Type.getInternalName(TracedMath.class);
  private static final Set<String> PIECEWISE =
      Arrays.stream(TracedMath.class.getDeclaredMethods())
          .map(Instrumentation::signature)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> OWNERS =
      Set.of("java/lang/Math", "java/lang/StrictMath", "java/lang/Double", "java/lang/Float");

  private Instrumentation() {}

  private static String signature(Method method) {
    return method.getName() + Type.getMethodDescriptor(method);
  }

  /** The class file with calls that note its branches. */
  public static byte[] of(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new TracedClass(writer), 0);
    return writer.toByteArray();
  }

  private static final class TracedClass extends ClassVisitor {
    TracedClass(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new TracedMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class TracedMethod extends MethodVisitor {
    TracedMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    private void note(String event, String descriptor) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, TRACE, event, descriptor, false);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE) {
        super.visitInsn(Opcodes.DUP);
        note("jump", "(I)V");
      } else if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE) {
        super.visitInsn(Opcodes.DUP2);
        note("jump", "(II)V");
      }
      super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
      super.visitInsn(Opcodes.DUP);
      note("number", "(I)V");
      super.visitTableSwitchInsn(min, max, otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
      super.visitInsn(Opcodes.DUP);
      note("number", "(I)V");
      super.visitLookupSwitchInsn(otherwise, keys, labels);
    }

    @Override
    public void visitInsn(int opcode) {
      switch (opcode) {
        case Opcodes.DREM ->
            super.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "remainder", "(DD)D", false);
        case Opcodes.FREM ->
            super.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "remainder", "(FF)F", false);
        case Opcodes.D2F -> {
          super.visitInsn(Opcodes.DUP2);
          note("round", "(D)V");
          super.visitInsn(opcode);
        }
        case Opcodes.D2I, Opcodes.F2I -> {
          super.visitInsn(opcode);
          super.visitInsn(Opcodes.DUP);
          note("number", "(I)V");
        }
        case Opcodes.D2L, Opcodes.F2L -> {
          super.visitInsn(opcode);
          super.visitInsn(Opcodes.DUP2);
          note("number", "(J)V");
        }
        default -> super.visitInsn(opcode);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isMath = OWNERS.contains(owner);
      if (isMath && PIECEWISE.contains(name + descriptor)) {
        boolean isStrict = owner.equals("java/lang/StrictMath") && name.equals("copySign");
        String traced = isStrict ? "strictCopySign" : name;
        super.visitMethodInsn(opcode, MATH, traced, descriptor, false);
        return;
      }
      if (owner.startsWith("dev/kiln/")) {
        note("unknown", "()V");
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
  }
}
