-- The list's own order, so that a page is read without sorting all orders of a user.
CREATE INDEX work_orders_by_date ON work_orders (user_id, scheduled_date DESC, id DESC);

CREATE INDEX work_orders_by_status ON work_orders (user_id, status);
