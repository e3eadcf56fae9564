/// Work for people who try the service out: [io.drawbridge.workorders.demo.DemoOrders] gives each demo user a dozen
/// work
/// orders at made-up stores. The data follow from the user's name alone, so that a second start adds nothing; only
/// the
/// days
/// of the visits count from the day of the first start.
@NullMarked
package io.drawbridge.workorders.demo;

import org.jspecify.annotations.NullMarked;
