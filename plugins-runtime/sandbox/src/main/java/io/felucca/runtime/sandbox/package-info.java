/** Pods: sandboxes of a pause process that holds namespaces for the containers of a group. */
package io.felucca.runtime.sandbox;
