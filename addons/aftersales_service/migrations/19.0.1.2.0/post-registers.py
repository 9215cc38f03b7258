# More headings of old registers; the list is each company's own, so they are added.
WORDS = {
    (
        "device",
        "partner",
    ): "客户全称,客户单位,购机单位,收货单位,公司名称,顾客,顾客姓名,用户姓名,客户姓名,customer name,client",
    ("device", "contact"): "联系人姓名,客户联系人,收货人,contact person",
    (
        "device",
        "phone",
    ): "手机号码,联系方式,联系手机,移动电话,固定电话,客户电话,用户电话,联系人电话,tel,telephone,mobile",
    (
        "device",
        "address",
    ): "用户地址,详细地址,通讯地址,收货地址,送货地址,设备地址,使用地址",
    (
        "device",
        "product",
    ): "产品型号编码,物料号,料号,商品编码,存货代码,物料代码,item code,sku",
    (
        "device",
        "serial",
    ): "sn,s/n,sn号,sn码,机器编号,机身编号,机身码,出厂号,整机编号,机号(sn),产品机号,设备序列号,机编,钢印号,serial no,serial no.",
    ("device", "production_date"): "出厂日,生产日,制造年月日,production date",
    (
        "device",
        "ship_date",
    ): "售出日期,出货日期,购机日期,发货时间,销售时间,购买时间,交付日期,提货日期,sale date,ship date,date of sale",
    (
        "device",
        "months",
    ): "保修期限,质保期限,质保月数,保修时间,质保时间,保修年限,质保年限,质保,保修,warranty,warranty months",
    ("device", "agent"): "经销单位,代理单位,经销商名称,代理商名称,dealer,agent",
    ("device", "note"): "备注说明,备注信息,note",
    ("call", "date"): "受理日期,接单日期,报修日,叫修日",
    (
        "call",
        "partner",
    ): "客户全称,客户单位,公司名称,顾客,用户姓名,客户姓名,customer name",
    (
        "call",
        "phone",
    ): "手机号码,联系方式,联系手机,移动电话,客户电话,用户电话,联系人电话,tel,telephone,mobile",
    ("call", "address"): "用户地址,详细地址,维修地址,上门地址",
    ("call", "serial"): "sn,s/n,sn号,机器编号,机身编号,出厂号,产品机号,serial no",
    ("call", "fault"): "故障描述,故障内容,报修现象,问题描述",
    ("call", "technician"): "维修员,维修师傅,师傅,服务工程师,维修技师",
    ("call", "end"): "完修日期,修复日期,结束日期,完成时间,完工时间,结案日期",
    ("call", "fee"): "收费额,实收,实收金额,服务费",
    ("call", "note"): "备注说明,note",
    (
        "part",
        "code",
    ): "物料号,料号,备件编码,备件号,商品编码,配件编号,零件编码,part no,part no.,item code",
    ("part", "name"): "备件名称,零件名称,物料名称,商品名称,part name",
    ("part", "unit"): "计量单位名称,uom",
    ("part", "cost"): "成本单价,采购价,进货价,含税单价,unit cost",
    ("part", "safety"): "最小库存,安全存量,min stock",
    ("part", "machine"): "适用产品,适配机型,适用设备",
    ("fault", "code"): "故障代码,故障码",
    ("fault", "name"): "故障描述",
    ("extended", "serial"): "sn,s/n,sn号,机器编号,serial no",
    ("extended", "months"): "延保期限,延保时间,延保年限",
}


def migrate(cr, version):
    """Add what a manager's list of headings does not have yet."""
    for (kind, field), words in WORDS.items():
        cr.execute(
            "SELECT id, words FROM aftersales_import_heading"
            " WHERE kind = %s AND field_name = %s",
            [kind, field],
        )
        for heading, there in cr.fetchall():
            known = {word.strip() for word in there.replace("\n", ",").split(",")}
            more = [word for word in words.split(",") if word not in known]
            cr.execute(
                "UPDATE aftersales_import_heading SET words = %s WHERE id = %s",
                [",".join([there.rstrip(", \n"), *more]), heading],
            )
