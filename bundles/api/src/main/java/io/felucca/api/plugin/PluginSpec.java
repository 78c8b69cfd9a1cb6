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
 *
 * <p>The keys that may be configured are those of the annotation that the component's constructor
 * takes ({@code @interface Config}), with {@code _} where Declarative Services has dots. A text
 * whose default is a JSON object or array, such as {@code "{}"}, takes a table or an array of
 * tables, as JSON. A component that takes a {@link java.util.Map} takes any keys.
 *
 * <p>With the ID {@code *} it adapts plugins in other processes: it gets an instance for each entry
 * of {@code [proxy_plugins]} with this type, with the keys {@code address}, {@code platform},
 * {@code capabilities}, {@code timeout} (a duration such as {@code 30s}) and {@code exports}
 * (JSON); its {@code configurationPid} is {@code type.proxy}.
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

  /** The plugin's ID, unique within its type; {@code *} for an adapter of proxy plugins. */
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
