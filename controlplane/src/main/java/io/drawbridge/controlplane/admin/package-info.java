/// The admin listener: one API through which the command line, scripts and the page do everything.
/// [io.drawbridge.controlplane.admin.AdminRoutes] is the list of what there is, and the OpenAPI document beside it
/// says
/// the same. [io.drawbridge.controlplane.admin.AdminAccess] lets in who has the admin key, and nobody by what a
/// browser
/// sends of its own accord except to the page, which only reads; [io.drawbridge.controlplane.admin.AdminHost] keeps
/// foreign names from being pointed at the listener. Every write can be tried dry, may say which version it expects,
/// and answers with whom it affects. The gateway's own endpoints on the public listener, beside login, are here too.
@NullMarked
package io.drawbridge.controlplane.admin;

import org.jspecify.annotations.NullMarked;
