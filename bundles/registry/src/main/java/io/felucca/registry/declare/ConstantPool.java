package io.felucca.registry.declare;

import java.io.DataInputStream;
import java.io.IOException;

/** The constants of a class file: its texts and numbers (JVM specification, 4.4). */
final class ConstantPool {
  private final Object[] constants;

  private ConstantPool(int count) {
    this.constants = new Object[count];
  }

  static ConstantPool read(DataInputStream data) throws IOException {
    ConstantPool pool = new ConstantPool(data.readUnsignedShort());
    for (int i = 1; i < pool.constants.length; i++) {
      int tag = data.readUnsignedByte();
      pool.constants[i] = constant(tag, data);
      boolean takesTwo = tag == 5 || tag == 6;
      i += takesTwo ? 1 : 0;
    }
    return pool;
  }

  private static Object constant(int tag, DataInputStream data) throws IOException {
    switch (tag) {
      case 1:
        return data.readUTF();
      case 3:
        return data.readInt();
      case 4:
        return data.readFloat();
      case 5:
        return data.readLong();
      case 6:
        return data.readDouble();
      case 7, 8, 16, 19, 20:
        data.skipNBytes(2);
        return null;
      case 15:
        data.skipNBytes(3);
        return null;
      case 9, 10, 11, 12, 17, 18:
        data.skipNBytes(4);
        return null;
      default:
        throw new IOException("class file constant of unknown kind " + tag);
    }
  }

  String text(int index) {
    return (String) constants[index];
  }

  Object value(int index) {
    return constants[index];
  }
}
