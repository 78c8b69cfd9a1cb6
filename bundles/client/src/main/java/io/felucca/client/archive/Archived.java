package io.felucca.client.archive;

import io.felucca.oci.image.ImageDescriptor;

/**
 * An image of an archive.
 *
 * @param name its full name; empty where the archive has none
 * @param ref what the archive calls it; empty for nothing, mostly a mere tag
 * @param target its manifest or index
 */
public record Archived(String name, String ref, ImageDescriptor target) {}
