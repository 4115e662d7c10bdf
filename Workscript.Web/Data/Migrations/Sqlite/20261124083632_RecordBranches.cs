using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Pinned",
                table: "RunRecords",
                type: "INTEGER",
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
