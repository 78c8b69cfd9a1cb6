package io.felucca.registry.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the daemon is configured to be: one immutable object, swapped as a whole.
 *
 * @param version counts up with every change that was applied, from 1
 * @param root what must last
 * @param state what may go with a reboot
 * @param pluginDir the folder that jars are dropped into
 * @param shared the keys that every plugin gets ({@code daemon.*}, {@code timeout.*})
 * @param disabled the plugins that do not come up
 * @param required the plugins without which the daemon does not come up
 * @param plugins each plugin's own keys, as Declarative Services names them
 */
public record DaemonConfig(
    long version,
    Path root,
    Path state,
    Path pluginDir,
    Map<String, Object> shared,
    Set<String> disabled,
    List<String> required,
    Map<String, Map<String, Object>> plugins) {}
