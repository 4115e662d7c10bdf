using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.MySql
{
    /// <inheritdoc />
    public partial class RecordBranches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Branch",
                table: "RunRecords",
                type: "longtext",
                nullable: true,
                collation: "utf8mb4_bin")
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.AddColumn<bool>(
                name: "Pinned",
                table: "RunRecords",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Branch",
                table: "RunRecords");

            migrationBuilder.DropColumn(
                name: "Pinned",
                table: "RunRecords");
        }
    }
}
