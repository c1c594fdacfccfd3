CREATE INDEX "items_by_sku" ON "items" USING btree ("merchant_id","sku","id");--> statement-breakpoint
CREATE INDEX "levels_below_nothing" ON "levels" USING btree ("merchant_id","item_id") WHERE "levels"."available" < 0;--> statement-breakpoint
CREATE INDEX "orders_by_total" ON "orders" USING btree ("merchant_id","total_minor","id");--> statement-breakpoint
CREATE INDEX "shipments_by_confirmed" ON "shipments" USING btree ("merchant_id","confirmed_at","order_id") WHERE "shipments"."status" = 'confirmed';