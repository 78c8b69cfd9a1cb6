/** Archives of images, as {@code docker save} and OCI tools write them. */
package io.felucca.client.archive;
