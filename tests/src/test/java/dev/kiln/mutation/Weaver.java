package dev.kiln.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts questions to {@link Switches} into class files: at every condition, number, comparison,
 * calculation, boolean or collection that is returned, and call whose result nobody takes.
 */
final class Weaver {
  private static final String SWITCHES = Type.getInternalName(Switches.class);

  private static final Map<Integer, String> COMPARISONS =
      Map.of(
          Opcodes.IF_ICMPEQ, "jumpsIfEqual",
          Opcodes.IF_ICMPNE, "jumpsIfNotEqual",
          Opcodes.IF_ICMPLT, "jumpsIfLess",
          Opcodes.IF_ICMPGE, "jumpsIfAtLeast",
          Opcodes.IF_ICMPGT, "jumpsIfGreater",
          Opcodes.IF_ICMPLE, "jumpsIfAtMost");

  private static final Map<Integer, Integer> WITH_ZERO =
      Map.of(
          Opcodes.IFEQ, Opcodes.IF_ICMPEQ,
          Opcodes.IFNE, Opcodes.IF_ICMPNE,
          Opcodes.IFLT, Opcodes.IF_ICMPLT,
          Opcodes.IFGE, Opcodes.IF_ICMPGE,
          Opcodes.IFGT, Opcodes.IF_ICMPGT,
          Opcodes.IFLE, Opcodes.IF_ICMPLE);

  private static final Map<Integer, String> CALCULATIONS =
      Map.of(
          Opcodes.IADD, "sum(III)I",
          Opcodes.ISUB, "difference(III)I",
          Opcodes.IMUL, "product(III)I",
          Opcodes.IAND, "both(III)I",
          Opcodes.IOR, "either(III)I",
          Opcodes.LADD, "sum(JJI)J",
          Opcodes.LSUB, "difference(JJI)J",
          Opcodes.LMUL, "product(JJI)J");

  private static final Set<String> COLLECTIONS =
      Set.of("Ljava/util/List;", "Ljava/util/Set;", "Ljava/util/Map;", "Ljava/util/Optional;");

  private static final Set<String> UNMUTATED = Set.of("<clinit>", "hashCode", "toString");

  private final ClassLoader known;
  private final List<Mutant> mutants = new ArrayList<>();
  private String type = "";
  private MethodNode method = new MethodNode();
  private int line;

  /** How many conditions of the line were met. */
  private int conditions;

  /**
   * @param known knows all classes that the class files mention
   */
  Weaver(ClassLoader known) {
    this.known = known;
  }

  /** The mutants of all classes so far, by their numbers. */
  List<Mutant> mutants() {
    return mutants;
  }

  /** The class with mutants. */
  byte[] weave(byte[] file) {
    return weave(file, true);
  }

  /** The class without mutants; it only counts steps. */
  byte[] count(byte[] file) {
    return weave(file, false);
  }

  private byte[] weave(byte[] file, boolean withMutants) {
    ClassNode node = new ClassNode();
    new ClassReader(file).accept(node, 0);
    type = node.name.replace('/', '.');
    for (MethodNode each : node.methods) {
      method = each;
      line = 0;
      for (AbstractInsnNode instruction : each.instructions.toArray()) {
        if (instruction instanceof LineNumberNode number) {
          conditions = number.line == line ? conditions : 0;
          line = number.line;
        } else if (withMutants && isMutated()) {
          mutate(instruction);
        } else if (instruction instanceof JumpInsnNode) {
          each.instructions.insertBefore(instruction, ask("step", "()V"));
        }
      }
    }
    ClassWriter writer = new Writer();
    node.accept(writer);
    return writer.toByteArray();
  }

  /** Code that runs once, that the compiler made up, or that makes texts is left as it is. */
  private boolean isMutated() {
    boolean isMadeUp =
        (method.access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) != 0
            && !method.name.startsWith("lambda$");
    return !isMadeUp && !UNMUTATED.contains(method.name);
  }

  private void mutate(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    if (instruction instanceof JumpInsnNode jump && opcode != Opcodes.GOTO) {
      mutateCondition(jump);
    } else if (instruction instanceof JumpInsnNode) {
      method.instructions.insertBefore(instruction, ask("step", "()V"));
    } else if (CALCULATIONS.containsKey(opcode)) {
      String name = CALCULATIONS.get(opcode);
      int split = name.indexOf('(');
      InsnList code = number(add(name.substring(0, split) + " undone"));
      code.add(ask(name.substring(0, split), name.substring(split)));
      replace(instruction, code);
    } else if (opcode == Opcodes.IRETURN && method.desc.endsWith(")Z")) {
      InsnList code = number(add("result negated"));
      code.add(ask("negated", "(ZI)Z"));
      method.instructions.insertBefore(instruction, code);
    } else if (opcode == Opcodes.ARETURN && COLLECTIONS.contains(result(method.desc))) {
      mutateCollection(instruction);
    } else if (instruction instanceof MethodInsnNode call) {
      mutateCall(call);
    } else {
      mutateNumber(instruction);
    }
  }

  private void mutateCondition(JumpInsnNode jump) {
    int opcode = jump.getOpcode();
    if (previous(jump) instanceof FieldInsnNode field && field.name.equals("$assertionsDisabled")) {
      return;
    }
    InsnList code = new InsnList();
    int comparison = opcode;
    if (WITH_ZERO.containsKey(opcode)) {
      comparison = WITH_ZERO.get(opcode);
      code.add(new InsnNode(Opcodes.ICONST_0));
    }
    if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
      code.add(new InsnNode(Opcodes.ACONST_NULL));
    }
    String name = "condition " + ++conditions + " of the line";
    int first = add(name + " always false"); // javac jumps where a condition does not hold
    add(name + " always true");
    if (COMPARISONS.containsKey(comparison)) {
      if (comparison != Opcodes.IF_ICMPEQ && comparison != Opcodes.IF_ICMPNE) {
        add(name + ": bound moved");
      }
      code.add(number(first));
      code.add(ask(COMPARISONS.get(comparison), "(III)Z"));
    } else {
      boolean same = opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IFNULL;
      code.add(number(first));
      code.add(
          ask(same ? "jumpsIfSame" : "jumpsIfOther", "(Ljava/lang/Object;Ljava/lang/Object;I)Z"));
    }
    code.add(new JumpInsnNode(Opcodes.IFNE, jump.label));
    replace(jump, code);
  }

  private void mutateCollection(AbstractInsnNode instruction) {
    String result = result(method.desc);
    InsnList code = number(add("result empty"));
    code.add(ask("emptied", "(" + result + "I)" + result));
    method.instructions.insertBefore(instruction, code);
  }

  private static String result(String descriptor) {
    return descriptor.substring(descriptor.indexOf(')') + 1);
  }

  /** Calls that are statements. */
  private void mutateCall(MethodInsnNode call) {
    boolean isVoid = call.desc.endsWith(")V");
    AbstractInsnNode last = isVoid ? call : call.getNext();
    boolean isStatement = isVoid || last != null && last.getOpcode() == Opcodes.POP;
    if (!isStatement || call.name.equals("<init>") || call.name.equals("requireNonNull")) {
      return;
    }
    LabelNode skip = new LabelNode();
    LabelNode end = new LabelNode();
    InsnList before = number(add("no call of " + call.name));
    before.add(ask("calls", "(I)Z"));
    before.add(new JumpInsnNode(Opcodes.IFEQ, skip));
    method.instructions.insertBefore(call, before);
    InsnList after = new InsnList();
    after.add(new JumpInsnNode(Opcodes.GOTO, end));
    after.add(skip);
    Type[] arguments = Type.getArgumentTypes(call.desc);
    for (int i = arguments.length - 1; i >= 0; i--) {
      after.add(new InsnNode(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      after.add(new InsnNode(Opcodes.POP));
    }
    after.add(end);
    method.instructions.insert(last, after);
  }

  private void mutateNumber(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    boolean isLong =
        opcode == Opcodes.LCONST_0
            || opcode == Opcodes.LCONST_1
            || instruction instanceof LdcInsnNode large && large.cst instanceof Long;
    boolean isInt =
        opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5
            || instruction instanceof IntInsnNode && opcode != Opcodes.NEWARRAY
            || instruction instanceof LdcInsnNode constant && constant.cst instanceof Integer;
    if (isLong || isInt && !isOfConditionOrArray(instruction)) {
      InsnList code = number(add("number changed"));
      code.add(ask("changed", isLong ? "(JI)J" : "(II)I"));
      method.instructions.insert(instruction, code);
    }
  }

  /** Booleans that conditions leave, and what javac adds where it fills arrays. */
  private boolean isOfConditionOrArray(AbstractInsnNode instruction) {
    AbstractInsnNode next = next(instruction);
    AbstractInsnNode previous = previous(instruction);
    return next.getOpcode() == Opcodes.GOTO
        || next.getOpcode() == Opcodes.ANEWARRAY
        || next.getOpcode() == Opcodes.NEWARRAY
        || next.getOpcode() == Opcodes.IRETURN && method.desc.endsWith(")Z")
        || previous != null
            && (previous.getOpcode() == Opcodes.DUP || previous.getOpcode() == Opcodes.GOTO);
  }

  private static AbstractInsnNode next(AbstractInsnNode instruction) {
    AbstractInsnNode next = instruction.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }

  private static AbstractInsnNode previous(AbstractInsnNode instruction) {
    AbstractInsnNode previous = instruction.getPrevious();
    while (previous != null && previous.getOpcode() < 0) {
      previous = previous.getPrevious();
    }
    return previous;
  }

  private int add(String change) {
    Mutant mutant = new Mutant(mutants.size(), type, method.name, line, change);
    mutants.add(mutant);
    return mutant.number();
  }

  private static InsnList number(int number) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(number));
    return code;
  }

  private static MethodInsnNode ask(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, SWITCHES, name, descriptor, false);
  }

  private void replace(AbstractInsnNode instruction, InsnList code) {
    method.instructions.insertBefore(instruction, code);
    method.instructions.remove(instruction);
  }

  /** Knows the classes of which it writes frames, without running their code. */
  private final class Writer extends ClassWriter {
    Writer() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected ClassLoader getClassLoader() {
      return known;
    }
  }
}
