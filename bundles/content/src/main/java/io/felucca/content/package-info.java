/** The local content store: blobs and ingests as files under one folder. */
package io.felucca.content;
