package io.felucca.registry.declare;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a class, read from its file without loading it (JVM specification, chapter 4).
 *
 * @param annotation whether it is an annotation
 * @param methods its methods, constructors among them, in order
 * @param fields the descriptors of its fields
 */
record ClassFile(boolean annotation, List<Method> methods, List<String> fields) {
  private static final int ACC_ANNOTATION = 0x2000;

  /**
   * A method.
   *
   * @param defaultValue of an annotation's method: a String, Number, Boolean, Character or a List
   *     of them; null for none
   */
  record Method(String name, String descriptor, Object defaultValue) {}

  static ClassFile read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(new java.io.BufferedInputStream(in));
    data.readInt();
    data.readInt();
    ConstantPool constants = ConstantPool.read(data);
    boolean annotation = (data.readUnsignedShort() & ACC_ANNOTATION) != 0;
    data.skipNBytes(4);
    data.skipNBytes(2L * data.readUnsignedShort());
    List<String> fields = new ArrayList<>();
    members(data, constants).forEach(field -> fields.add(field.descriptor()));
    return new ClassFile(annotation, members(data, constants), List.copyOf(fields));
  }

  private static List<Method> members(DataInputStream data, ConstantPool constants)
      throws IOException {
    List<Method> members = new ArrayList<>();
    for (int left = data.readUnsignedShort(); left > 0; left--) {
      data.skipNBytes(2);
      String name = constants.text(data.readUnsignedShort());
      String descriptor = constants.text(data.readUnsignedShort());
      members.add(new Method(name, descriptor, defaultValue(data, constants)));
    }
    return List.copyOf(members);
  }

  private static Object defaultValue(DataInputStream data, ConstantPool constants)
      throws IOException {
    Object found = null;
    for (int left = data.readUnsignedShort(); left > 0; left--) {
      String name = constants.text(data.readUnsignedShort());
      int length = data.readInt();
      if (name.equals("AnnotationDefault")) {
        found = element(data, constants);
      } else {
        data.skipNBytes(length);
      }
    }
    return found;
  }

  /** An element_value (JVM specification 4.7.16.1); nested annotations have no meaning here. */
  private static Object element(DataInputStream data, ConstantPool constants) throws IOException {
    char tag = (char) data.readUnsignedByte();
    switch (tag) {
      case '[':
        List<Object> values = new ArrayList<>();
        for (int left = data.readUnsignedShort(); left > 0; left--) {
          values.add(element(data, constants));
        }
        return List.copyOf(values);
      case 'e':
        data.skipNBytes(2);
        return constants.text(data.readUnsignedShort());
      case 'Z':
        return ((Number) constants.value(data.readUnsignedShort())).intValue() != 0;
      case 'C':
        return (char) ((Number) constants.value(data.readUnsignedShort())).intValue();
      case '@':
        throw new IOException("an annotation within an annotation is no configuration");
      default:
        return constants.value(data.readUnsignedShort());
    }
  }
}
