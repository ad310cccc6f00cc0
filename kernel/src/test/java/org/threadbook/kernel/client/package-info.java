/** A Jupyter client for tests. */
package org.threadbook.kernel.client;
