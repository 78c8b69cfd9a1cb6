package io.felucca.registry.declare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which keys a component takes, from the files of its bundle and without loading a class:
 * those of the annotations that its constructors, methods and fields take ({@code @interface
 * Config}, Declarative Services 112.8.2, "Component Property Types").
 */
public final class SchemaReader {
  private static final Pattern OBJECT_TYPE = Pattern.compile("L([^;]+);");
  private static final String MAP = "java/util/Map";

  private final Resources resources;

  public SchemaReader(Resources resources) {
    this.resources = resources;
  }

  /**
   * Reads the keys of a component.
   *
   * @param implementation the name of its class
   */
  public Schema read(String implementation) throws IOException {
    ClassFile component = open(implementation.replace('.', '/'));
    if (component == null) {
      return Schema.NONE;
    }
    List<Key> keys = new ArrayList<>();
    boolean open = false;
    for (String type : typesTaken(component)) {
      open |= type.equals(MAP);
      ClassFile taken = type.startsWith("java/") ? null : open(type);
      if (taken != null && taken.annotation()) {
        taken.methods().forEach(method -> keys.add(key(method)));
      }
    }
    return new Schema(keys, open);
  }

  private ClassFile open(String name) throws IOException {
    try (InputStream in = resources.open(name + ".class")) {
      return in == null ? null : ClassFile.read(in);
    }
  }

  private static List<String> typesTaken(ClassFile component) {
    List<String> types = new ArrayList<>();
    for (ClassFile.Method method : component.methods()) {
      if (isActivation(method)) {
        collect(types, method.descriptor().substring(0, method.descriptor().indexOf(')')));
      }
    }
    component.fields().forEach(field -> collectAnnotation(types, field));
    return types;
  }

  /** A map that some other method takes is no configuration. */
  private static boolean isActivation(ClassFile.Method method) {
    return method.name().equals("<init>") || method.name().matches("activate|modified|start");
  }

  private static void collect(List<String> types, String descriptor) {
    Matcher found = OBJECT_TYPE.matcher(descriptor);
    while (found.find()) {
      if (!types.contains(found.group(1))) {
        types.add(found.group(1));
      }
    }
  }

  private static void collectAnnotation(List<String> types, String field) {
    if (!field.contains(MAP)) {
      collect(types, field);
    }
  }

  private static Key key(ClassFile.Method method) {
    String returned = method.descriptor().substring(method.descriptor().indexOf(')') + 1);
    boolean array = returned.startsWith("[");
    Key.Type type = type(array ? returned.substring(1) : returned, method.defaultValue());
    return new Key(PropertyName.of(method.name()), type, array, method.defaultValue());
  }

  private static Key.Type type(String descriptor, Object defaultValue) {
    return switch (descriptor) {
      case "Z" -> Key.Type.BOOLEAN;
      case "B", "S", "I" -> Key.Type.INTEGER;
      case "J" -> Key.Type.LONG;
      case "F", "D" -> Key.Type.DOUBLE;
      default -> isJson(defaultValue) ? Key.Type.JSON : Key.Type.STRING;
    };
  }

  /** A text whose default is a JSON object or array takes tables. */
  private static boolean isJson(Object defaultValue) {
    return defaultValue instanceof String text && text.matches("(?s)[\\[{].*[\\]}]");
  }
}
