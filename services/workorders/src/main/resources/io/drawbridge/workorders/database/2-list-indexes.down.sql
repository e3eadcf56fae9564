DROP INDEX work_orders_by_status;

DROP INDEX work_orders_by_date;
