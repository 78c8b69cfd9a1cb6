import aQute.bnd.classfile.Attribute;
import aQute.bnd.classfile.ClassFile;
import aQute.bnd.classfile.CodeAttribute;

import aQute.bnd.classfile.FieldInfo;
import aQute.bnd.classfile.MemberInfo;
import aQute.bnd.classfile.MethodInfo;
import aQute.bnd.classfile.builder.MutableConstantPool;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of a released bundle what later ones are compared with: its exported packages, without code
 * and without what is private. See README.md.
 */
final class Signature {
  private static final Pattern PACKAGE = Pattern.compile("(?:^|,)([a-z][\\w.]*);");

  public static void main(String[] args) throws IOException {
    try (JarFile from = new JarFile(args[0])) {
      Files.createDirectories(Path.of(args[1]).getParent());
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
        copy(from, to);
      }
    }
  }

  private static void copy(JarFile from, JarOutputStream to) throws IOException {
    Manifest manifest = manifest(from.getManifest().getMainAttributes());
    put(to, JarFile.MANIFEST_NAME);
    manifest.write(to);
    Set<String> exported = packages(manifest.getMainAttributes().getValue("Export-Package"));
    for (JarEntry entry : from.stream().toList()) {
      String name = entry.getName();
      if (name.endsWith(".class") && exported.contains(folder(name))) {
        put(to, name);
        try (InputStream in = from.getInputStream(entry)) {
          to.write(bare(ClassFile.parseClassFile(new DataInputStream(in))));
        }
      }
    }
  }

  private static String folder(String entry) {
    return entry.substring(0, Math.max(0, entry.lastIndexOf('/'))).replace('/', '.');
  }

  private static void put(JarOutputStream to, String name) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    to.putNextEntry(entry);
  }

  private static Manifest manifest(Attributes from) {
    Manifest manifest = new Manifest();
    Attributes to = manifest.getMainAttributes();
    to.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (String name :
        List.of(
            "Bundle-ManifestVersion", "Bundle-SymbolicName", "Bundle-Version", "Export-Package")) {
      to.putValue(name, from.getValue(name));
    }
    return manifest;
  }

  private static Set<String> packages(String exports) {
    Set<String> packages = new HashSet<>();
    Matcher matcher = PACKAGE.matcher(exports.replaceAll("\"[^\"]*\"", ""));
    while (matcher.find()) {
      packages.add(matcher.group(1));
    }
    return packages;
  }

  private static byte[] bare(ClassFile of) throws IOException {
    return new ClassFile(
            of.minor_version,
            of.major_version,
            new MutableConstantPool(),
            of.access,
            of.this_class,
            of.super_class,
            of.interfaces,
            Arrays.stream(of.fields).filter(Signature::isSeen).toArray(FieldInfo[]::new),
            Arrays.stream(of.methods)
                .filter(Signature::isSeen)
                .map(Signature::bare)
                .toArray(MethodInfo[]::new),
            Arrays.stream(of.attributes)
                .filter(attribute -> !attribute.name().equals("BootstrapMethods")) // only for code
                .toArray(Attribute[]::new))
        .write();
  }

  private static boolean isSeen(MemberInfo member) {
    return (member.access & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  private static MethodInfo bare(MethodInfo of) {
    return new MethodInfo(
        of.access,
        of.name,
        of.descriptor,
        Arrays.stream(of.attributes)
            .filter(attribute -> !(attribute instanceof CodeAttribute))
            .toArray(Attribute[]::new));
  }
}
