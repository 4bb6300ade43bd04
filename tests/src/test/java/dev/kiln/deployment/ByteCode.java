package dev.kiln.deployment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What a class file refers to.
 *
 * @param name the class
 * @param types all classes that are named anywhere, but not those of the bootstraps
 * @param members what is called or read, as {@code java.lang.Class.forName}
 * @param bootstraps what the JVM calls for an {@code invokedynamic} or a dynamic constant
 * @param natives its native methods
 */
record ByteCode(
    String name,
    Set<String> types,
    Set<String> members,
    Set<String> bootstraps,
    List<String> natives) {

  static ByteCode of(byte[] file) {
    ClassNode type = new ClassNode();
    new ClassReader(file).accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ByteCode code =
        new ByteCode(
            className(type.name),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new ArrayList<>());
    code.addInternal(type.superName);
    type.interfaces.forEach(code::addInternal);
    for (FieldNode field : type.fields) {
      code.add(Type.getType(field.desc));
    }
    if (type.recordComponents != null) {
      for (RecordComponentNode component : type.recordComponents) {
        code.add(Type.getType(component.descriptor));
      }
    }
    type.methods.forEach(code::add);
    return code;
  }

  private void add(MethodNode method) {
    add(Type.getMethodType(method.desc));
    method.exceptions.forEach(this::addInternal);
    if ((method.access & Opcodes.ACC_NATIVE) != 0) {
      natives.add(method.name);
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      addInternal(block.type);
    }
    for (AbstractInsnNode each : method.instructions) {
      add(each);
    }
  }

  private void add(AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call) {
      addMember(call.owner, call.name, call.desc);
    } else if (instruction instanceof FieldInsnNode field) {
      addMember(field.owner, field.name, field.desc);
    } else if (instruction instanceof TypeInsnNode type) {
      addInternal(type.desc);
    } else if (instruction instanceof MultiANewArrayInsnNode array) {
      add(Type.getType(array.desc));
    } else if (instruction instanceof LdcInsnNode constant) {
      addConstant(constant.cst);
    } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
      bootstraps.add(className(dynamic.bsm.getOwner()) + "." + dynamic.bsm.getName());
      add(Type.getMethodType(dynamic.desc));
      for (Object each : dynamic.bsmArgs) {
        addConstant(each);
      }
    }
  }

  private void addConstant(Object constant) {
    if (constant instanceof Type type) {
      add(type);
    } else if (constant instanceof Handle handle) {
      addMember(handle.getOwner(), handle.getName(), handle.getDesc());
    } else if (constant instanceof org.objectweb.asm.ConstantDynamic dynamic) {
      Handle bootstrap = dynamic.getBootstrapMethod();
      bootstraps.add(className(bootstrap.getOwner()) + "." + bootstrap.getName());
    }
  }

  private void addMember(String owner, String name, String descriptor) {
    addInternal(owner);
    members.add(className(owner) + "." + name);
    Type type = Type.getType(descriptor);
    add(type);
  }

  private void addInternal(String name) {
    if (name != null) {
      add(Type.getObjectType(name));
    }
  }

  private void add(Type type) {
    switch (type.getSort()) {
      case Type.METHOD -> {
        add(type.getReturnType());
        for (Type each : type.getArgumentTypes()) {
          add(each);
        }
      }
      case Type.ARRAY -> add(type.getElementType());
      case Type.OBJECT -> types.add(type.getClassName());
      default -> {} // a primitive type
    }
  }

  private static String className(String internal) {
    return Type.getObjectType(internal).getClassName();
  }
}
