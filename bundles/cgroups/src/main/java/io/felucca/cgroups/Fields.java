package io.felucca.cgroups;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.function.Function;

/** Numbers of a message by their names. */
final class Fields {
  private Fields() {}

  /**
   * Sets each number for which there is a value.
   *
   * @param naming what a field is called in the kernel's file
   */
  static void fill(
      Message.Builder message, Map<String, Long> values, Function<FieldDescriptor, String> naming) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      Long value = values.get(naming.apply(field));
      if (value != null && field.getType() == FieldDescriptor.Type.UINT64) {
        message.setField(field, value);
      }
    }
  }
}
