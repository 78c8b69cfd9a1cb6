package io.felucca.api.task;

import io.felucca.api.TypedValue;
import java.util.Map;

/**
 * A runtime about itself.
 *
 * @param name of the runtime
 * @param version of it
 * @param revision of it
 * @param options that it was asked with; null for none
 * @param features OCI features; null for none
 * @param annotations further facts
 */
public record RuntimeInfo(
    String name,
    String version,
    String revision,
    TypedValue options,
    TypedValue features,
    Map<String, String> annotations) {}
