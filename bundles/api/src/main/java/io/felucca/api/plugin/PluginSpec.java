package io.felucca.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Declares a plugin in its bundle's manifest, where the registry reads it without loading a class.
 *
 * <p>It stands on a Declarative Services component whose {@code configurationPid} is {@code
 * type.id} and whose {@code configurationPolicy} is {@code REQUIRE}. The registry writes a
 * configuration for each enabled plugin: the keys of {@code [plugins."type.id"]} and those named by
 * {@link PluginKeys}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Capability(namespace = PluginSpec.NAMESPACE)
public @interface PluginSpec {
  /** The namespace of the capability that this annotation becomes. */
  String NAMESPACE = "io.felucca.plugin";

  /** The plugin's type, such as {@code io.containerd.snapshotter.v1}. */
  @Attribute("type")
  String type();

  /** The plugin's ID, unique within its type. */
  @Attribute("id")
  String id();

  /** Types of which every plugin is brought up before this one; {@code *} for all. */
  @Attribute("requires")
  String[] requires() default {};

  /**
   * Whether two instances may live side by side while one is replaced; if not, callers wait while
   * it is replaced in place.
   */
  @Attribute("beside")
  boolean beside() default true;
}
